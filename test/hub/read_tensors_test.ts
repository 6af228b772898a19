import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { float16ToFloat32, float32ToFloat16 } from "../../lib/formats/float16.ts";
import { encodeSafetensors } from "../../lib/formats/safetensors.ts";
import { readTensors } from "../../lib/hub/read_tensors.ts";
import { encodeInPlace } from "../../lib/onnx/model.ts";
import { add, cast, matMul } from "../../lib/onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../lib/onnx/symbolic.ts";
import { trace } from "../../lib/onnx/trace.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { placeOf } from "../../lib/stored_tensor.ts";
import { float32, type Tensor, tensor } from "../../lib/tensor.ts";
import { temporaryFolder } from "../cli/temporary_folder.ts";
import { normalTensor } from "../normal_tensor.ts";

const wide = normalTensor([16, 16], 1);
const half = tensor("float16", [16, 16], float32ToFloat16(normalTensor([16, 16], 2).data));
const saved = new Map<string, Tensor>([["wide", wide], ["half", half]]);

/** A file of two tensors, read so that it stays where it is. */
async function storedIn(path: string): Promise<ReadonlyMap<string, Tensor>> {
  Deno.writeFileSync(path, encodeSafetensors(saved));
  return (await readTensors(path, 0)).tensors;
}

/** x · half · wide + 1, with a 1 for each number. */
const both = (tensors: ReadonlyMap<string, Tensor>) => (x: Symbolic): Symbolic =>
  add(
    matMul(
      matMul(x, cast(constant(tensors.get("half")!, "half"), "float32")),
      constant(tensors.get("wide")!, "wide"),
    ),
    constant(float32([16, 16], new Float32Array(256).fill(1)), "ones"),
  );

Deno.test("tensors of a large file are read from it when their numbers are asked for", async () => {
  using folder = temporaryFolder();
  const path = folder.at("w.safetensors");
  const tensors = await storedIn(path);
  assert.deepEqual([...tensors.keys()].sort(), ["half", "wide"]);
  for (const [name, value] of tensors) {
    assert.deepEqual(value.data, saved.get(name)!.data);
    assert.deepEqual(value.shape, [16, 16]);
    assert.ok(placeOf(value));
    assert.equal(placeOf({ ...value, shape: [256] }), undefined);
  }
  const inMemory = await readTensors(path);
  assert.equal((await readTensors(path, 0)).sha256, inMemory.sha256);
  assert.equal(placeOf(inMemory.tensors.get("wide")!), undefined);
});

Deno.test("bfloat16 numbers of a large file are read at once, as they become float32", async () => {
  using folder = temporaryFolder();
  const header = new TextEncoder().encode('{"b":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}');
  const bytes = new Uint8Array(8 + header.length + 4);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  bytes.set([0x80, 0x3f, 0x00, 0xc0], 8 + header.length);
  Deno.writeFileSync(folder.at("b.safetensors"), bytes);
  const { tensors } = await readTensors(folder.at("b.safetensors"), 0);
  assert.deepEqual(tensors.get("b"), float32([2], [1, -2]));
});

Deno.test("a session maps stored weights from their file, and computes what it does of those in memory", async () => {
  using folder = temporaryFolder();
  const tensors = await storedIn(folder.at("w.safetensors"));
  const x = normalTensor([16, 16], 3);
  const { model, weights, stored } = encodeInPlace(trace("both", both(tensors), [x]).graph);
  assert.equal(weights.size, 0);
  assert.equal(stored!.tensors.length, 2);
  assert.ok(model.length < 4096);
  await using runtime = await openRuntime({ provider: "cpu", keep: 1 });
  assert.deepEqual(await runtime.run(both(tensors), x), await runtime.run(both(saved), x));
  const [y] = (await runtime.run(both(tensors), float32([16, 16], new Float32Array(256)))).data;
  assert.equal(y, 1);
  assert.ok(float16ToFloat32(half.data as Uint16Array).every(Number.isFinite));
});

Deno.test("weights in files of two folders are mapped together, and through links", async () => {
  using folder = temporaryFolder();
  for (const name of ["a", "b"]) Deno.mkdirSync(folder.at(name));
  const a = await storedIn(folder.at("a/w.safetensors"));
  Deno.writeFileSync(folder.at("b/blob"), encodeSafetensors(saved));
  Deno.symlinkSync(folder.at("b/blob"), folder.at("linked.safetensors"));
  const { tensors: b } = await readTensors(folder.at("linked.safetensors"), 0);
  const mixed = new Map([["half", a.get("half")!], ["wide", b.get("wide")!]]);
  const x = normalTensor([16, 16], 4);
  await using runtime = await openRuntime({ provider: "cpu" });
  assert.deepEqual(await runtime.run(both(mixed), x), await runtime.run(both(saved), x));
});

Deno.test("stored weights whose file was changed or is gone are refused", async () => {
  using folder = temporaryFolder();
  const path = folder.at("w.safetensors");
  const tensors = await storedIn(path);
  await using runtime = await openRuntime({ provider: "cpu" });
  const refusal = (found: string): InputError =>
    new InputError(
      `Expected ${
        Deno.realPathSync(folder.at("."))
      }/w.safetensors as it was when the model was opened but found ${found}.`,
    );
  const [changed, gone] = [refusal("it changed"), refusal("nothing there")];
  Deno.writeFileSync(path, new Uint8Array([1, 2, 3]));
  await assert.rejects(runtime.run(both(tensors), wide), changed);
  Deno.removeSync(path);
  await assert.rejects(runtime.run(both(tensors), wide), gone);
  assert.throws(() => tensors.get("wide")!.data, gone);
});

Deno.test("a large file that is no safetensors file is refused as a small one is", async () => {
  using folder = temporaryFolder();
  const bytes = encodeSafetensors(saved);
  const spoiled: [string, Uint8Array][] = [
    ["empty", new Uint8Array()],
    ["short", bytes.subarray(0, 5)],
    ["cut", bytes.subarray(0, -1)],
    ["long", new Uint8Array([...bytes.subarray(0, 7), 0x7f, ...bytes.subarray(8)])],
  ];
  for (const [name, content] of spoiled) {
    const path = folder.at(`${name}.safetensors`);
    Deno.writeFileSync(path, content);
    const words = (large?: number): Promise<string> =>
      readTensors(path, large).then(() => "read", (error: Error) => error.message);
    assert.equal(await words(0), await words());
    assert.notEqual(await words(0), "read");
  }
});
