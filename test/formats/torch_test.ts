import assert from "node:assert/strict";
import { zipSync } from "fflate";
import { readPickle } from "../../lib/formats/pickle/read.ts";
import { PickleStorage, PickleTensor, type PickleValue } from "../../lib/formats/pickle/value.ts";
import { torchGlobals } from "../../lib/formats/torch/legacy.ts";
import { readTorch } from "../../lib/formats/torch/read.ts";
import { bytes, call, int, legacyStream, storage, torchTensor, tuple } from "./pickle_bytes.ts";
import { readSample } from "./pickle_samples.ts";

const readTensors = (pickle: Uint8Array): PickleValue =>
  readPickle(pickle, { globals: torchGlobals((step) => step()) });
const FILES = [
  { name: "zip.pt", file: readSample("zip.pt"), read: readTorch },
  { name: "legacy.pt", file: readSample("legacy.pt"), read: readTorch },
  { name: "tensors.pkl", file: readSample("tensors.pkl"), read: readTensors },
];

const test = (name: string, fn: () => void): void => Deno.test({ name, permissions: "none", fn });

/** The plain content of a tensor: element type, shape, elements. */
const plain = (value: PickleValue | undefined): unknown => {
  assert.ok(value instanceof PickleTensor);
  return [value.dtype, value.shape, [...value.data]];
};

for (const { name, file, read } of FILES) {
  test(`torch reads what torch wrote into ${name}`, () => {
    const value = read(file);
    assert.ok(value instanceof Map);
    const ramp = [0, 1, 2, 3, 4, 5];
    for (const dtype of ["float32", "float64", "int8", "int16", "int32", "uint8"]) {
      assert.deepEqual(plain(value.get(dtype)), [dtype, [2, 3], ramp]);
    }
    const halves = [0, 0x3c00, 0x4000, 0x4200, 0x4400, 0x4500];
    assert.deepEqual(plain(value.get("float16")), ["float16", [2, 3], halves]);
    assert.deepEqual(plain(value.get("bfloat16")), ["float32", [2, 3], ramp]);
    assert.deepEqual(plain(value.get("int64")), ["int64", [2, 3], [0n, 1n, 2n, 3n, 4n, 5n]]);
    assert.deepEqual(plain(value.get("bool")), ["bool", [2, 3], [0, 1, 1, 1, 1, 1]]);
    assert.deepEqual(plain(value.get("transposed")), ["float32", [3, 2], [0, 3, 1, 4, 2, 5]]);
    assert.deepEqual(plain(value.get("slice")), ["float32", [1, 2], [3, 5]]);
    assert.deepEqual(plain(value.get("expanded")), ["float32", [3, 2], [7, 7, 7, 7, 7, 7]]);
    assert.deepEqual(plain(value.get("scalar")), ["float32", [], [2.5]]);
    assert.deepEqual(plain(value.get("empty")), ["float32", [0, 4], []]);
    assert.deepEqual(plain(value.get("parameter")), ["float32", [2], [1, 1]]);
    assert.equal(value.get("tied"), value.get("parameter"));
    assert.deepEqual(value.get("size"), [2, 3]);
    assert.equal(value.get("epoch"), 3);
    assert.equal(value.size, 19);
  });
}

test("torch reads the archives of torch 2, which say their byte order and more", () => {
  const stored = (content: Uint8Array): [Uint8Array, { level: 0 }] => [content, { level: 0 }];
  const archive = zipSync({
    "model/data.pkl": stored(bytes(torchTensor(storage("ByteStorage", "0", 4), 1, [3], [1]), ".")),
    "model/.format_version": stored(bytes("1")),
    "model/byteorder": stored(bytes("little")),
    "model/data/0": stored(bytes(6, 7, 8, 9)),
    "model/version": stored(bytes("3\n")),
    "model/.data/serialization_id": stored(bytes("0123")),
  });
  assert.deepEqual(plain(readTorch(archive)), ["uint8", [3], [7, 8, 9]]);
});

test("torch reads a bare storage, and one storage under two tensors", () => {
  const shorts = storage("ShortStorage", "s", 2);
  const content: Record<string, [number, Uint8Array]> = { s: [2, bytes(1, 0, 255, 255)] };
  assert.deepEqual(
    readTorch(legacyStream(shorts, content)),
    new PickleStorage("int16", bytes(1, 0, 255, 255)),
  );
  const both = tuple(torchTensor(shorts, 0, [2], [1]), torchTensor(shorts, 1, [], []));
  const read = readTorch(legacyStream(both, content));
  assert.ok(Array.isArray(read));
  assert.deepEqual(read.map(plain), [["int16", [2], [1, -1]], ["int16", [], [-1]]]);
});

test("torch reads bools as 0 and 1, and bfloat16 exactly", () => {
  const bools = legacyStream(torchTensor(storage("BoolStorage", "b", 3), 0, [3], [1]), {
    b: [3, bytes(0, 1, 255)],
  });
  assert.deepEqual(plain(readTorch(bools)), ["bool", [3], [0, 1, 1]]);
  const wide = legacyStream(torchTensor(storage("BFloat16Storage", "b", 3), 0, [3], [1]), {
    b: [3, bytes(0x80, 0x3f, 0x80, 0xff, 0x01, 0x00)],
  });
  assert.deepEqual(plain(readTorch(wide)), ["float32", [3], [1, -Infinity, 2 ** -133]]);
});

test("torch picks every element of a strided tensor from where its strides say", () => {
  const [shape, strides, offset] = [[2, 1, 3, 2], [1, 99, 2, 6], 3];
  const content = Uint8Array.from({ length: 20 }, (_, i) => i);
  const file = legacyStream(torchTensor(storage("ByteStorage", "b", 20), offset, shape, strides), {
    b: [20, content],
  });
  const expected = [];
  for (let i = 0; i < 2; i++) {
    for (let k = 0; k < 3; k++) for (let l = 0; l < 2; l++) expected.push(offset + i + 2 * k + 6 * l);
  }
  assert.deepEqual(plain(readTorch(file)), ["uint8", shape, expected]);
});

test("torch.Size is a list", () => {
  assert.deepEqual(readTorch(legacyStream(call("torch.Size", tuple(int(2), int(3))))), [2, 3]);
});
