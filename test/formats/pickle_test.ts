import assert from "node:assert/strict";
import fc from "fast-check";
import { FormatError } from "../../lib/errors.ts";
import { readPickle } from "../../lib/formats/pickle/read.ts";
import { PickleDtype, PickleGlobal, PickleTensor, type PickleValue } from "../../lib/formats/pickle/value.ts";
import { bytes, call, int, raw, text, tuple } from "./pickle_bytes.ts";
import { readSample } from "./pickle_samples.ts";

const VALUES = [0, 1, 2, 3, 4, 5].map((protocol) => readSample(`values${protocol}.pkl`));
const ARRAYS = ["numpy1.pkl", "numpy2.pkl"].map(readSample);
const META_DATA = readSample("meta_data.pkl");

/** A test of a pure function: it may do nothing at all. */
const test = (name: string, fn: () => void): void => Deno.test({ name, permissions: "none", fn });

/** The plain content of a tensor: element type, shape, elements. */
const plain = (value: PickleValue | undefined): unknown => {
  assert.ok(value instanceof PickleTensor);
  return [value.dtype, value.shape, [...value.data]];
};

const mapOf = (value: PickleValue): Map<unknown, PickleValue> => {
  assert.ok(value instanceof Map);
  return value;
};

/** 2¹⁰⁰. */
const BIG = 1267650600228229401496703205376n;
const SMALL_INTS = [0, 255, 256, -1, 65536, 2 ** 31, 2 ** 53 - 1];
const INTS = [...SMALL_INTS, 9007199254740992n, -9007199254740993n, BIG, -BIG];
const WORDS = ["", "plain", "newline\n", "back\\slash", "ümläut", "中", "😀", "\ufeffbom"];
const STRINGS = [...WORDS, "x".repeat(300)];

VALUES.forEach((pickle, protocol) =>
  test(`pickle reads Python's values from protocol ${protocol}`, () => {
    const value = mapOf(readPickle(pickle));
    const shared = value.get("shared");
    assert.ok(Array.isArray(shared) && shared[0] === shared[1], "what Python shares stays shared");
    assert.deepEqual(
      value,
      new Map<unknown, unknown>([
        ["none", null],
        ["bools", [true, false]],
        ["ints", INTS],
        ["floats", [0.5, -1e-300, Infinity, -Infinity]],
        ["text", STRINGS],
        ["bytes", [new Uint8Array(0), Uint8Array.of(0, 255, 10), new Uint8Array(300).fill(121)]],
        ["bytearray", Uint8Array.of(1, 2)],
        ["tuples", [[], [1], [1, 2], [1, 2, 3], [1, 2, 3, 4]]],
        ["set", new Set([7])],
        ["frozenset", new Set([8])],
        ["ordered", new Map([["z", 1], ["a", 2]])],
        ["shared", [["twice"], ["twice"]]],
        [3, "int key"],
        [null, "None key"],
      ]),
    );
  })
);

ARRAYS.forEach((pickle, i) =>
  test(`pickle reads the arrays and scalars of NumPy ${i + 1}`, () => {
    const arrays = mapOf(readPickle(pickle));
    const types = {
      f4: "float32",
      f8: "float64",
      i1: "int8",
      i2: "int16",
      i4: "int32",
      u1: "uint8",
      u2: "uint16",
    };
    for (const [code, dtype] of [...Object.entries(types), [">f4", "float32"], [">i2", "int16"]]) {
      assert.deepEqual(plain(arrays.get(code)), [dtype, [2, 3], [0, 1, 2, 3, 4, 5]]);
    }
    const halves = [0, 0x3c00, 0x4000, 0x4200, 0x4400, 0x4500];
    assert.deepEqual(plain(arrays.get("f2")), ["float16", [2, 3], halves]);
    assert.deepEqual(plain(arrays.get("i8")), ["int64", [2, 3], [0n, 1n, 2n, 3n, 4n, 5n]]);
    assert.deepEqual(plain(arrays.get("?")), ["bool", [2, 3], [0, 1, 1, 1, 1, 1]]);
    assert.deepEqual(plain(arrays.get("fortran")), ["int32", [2, 3], [0, 1, 2, 3, 4, 5]]);
    assert.deepEqual(plain(arrays.get("empty")), ["float32", [0, 3], []]);
    assert.deepEqual(plain(arrays.get("zero-d")), ["float64", [], [1.5]]);
    assert.deepEqual(arrays.get("scalars"), [1.5, 0.25, 2, -3, 4, true]);
  })
);

test("pickle reads a DragBench meta_data.pkl", () => {
  const value = mapOf(readPickle(META_DATA));
  assert.equal(value.get("prompt"), "a photo of a leaf");
  assert.deepEqual(value.get("points"), [[289, 208], [293, 237]]);
  const mask = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
  assert.deepEqual(plain(value.get("mask")), ["uint8", [4, 6], mask]);
});

test("pickle reads the text forms of protocol 0", () => {
  const cases: [string, unknown][] = [
    ["I-7\n.", -7],
    ["I+7\n.", 7],
    ["I00\n.", false],
    ["I01\n.", true],
    ["L12345678901234567890L\n.", 12345678901234567890n],
    ["L5\n.", 5],
    ["F-1.5e3\n.", -1500],
    ["Fnan\n.", NaN],
    [`S'it\\'s \\x41\\102\\t\\q \\\\ "'\n.`, `it's AB\t\\q \\ "`],
    [`S"it's"\n.`, "it's"],
    ["Va\\u00e9\\U0001f600\\\\u0041\xe9\n.", "aé😀\\\\u0041é"],
    ["(I1\nI2\nl.", [1, 2]],
    ["(lp0\nI1\na.", [1]],
    ["(S'k'\nI1\nd.", new Map([["k", 1]])],
    ["(lp7\n0g7\n.", []],
    ["(i__builtin__\nlist\n.", []],
    ["(c__builtin__\nset\n(I1\nI1\nlo.", new Set([1])],
  ];
  for (const [pickle, value] of cases) assert.deepEqual(readPickle(bytes(pickle)), value, pickle);
});

test("pickle reads what only other writers emit", () => {
  const cases: [Uint8Array, unknown][] = [
    [bytes("T", 3, 0, 0, 0, "a\xe9\0."), "aé\0"],
    [bytes("U", 2, "\xff\0."), "\xff\0"],
    [bytes(0x8d, 2, 0, 0, 0, 0, 0, 0, 0, "ab."), "ab"],
    [bytes(0x8e, 1, 0, 0, 0, 0, 0, 0, 0, 9, "."), Uint8Array.of(9)],
    [bytes(0x8b, 2, 0, 0, 0, 0, 0x80, "."), -32768],
    [bytes(0x8a, 0, "."), 0],
    [bytes("(K", 1, "(K", 2, "1K", 3, "t."), [1, 3]],
    [bytes("K", 1, "(0."), 1],
    [bytes("K", 5, "2", 0x86, "."), [5, 5]],
    [bytes("K", 5, "r", 255, 255, 255, 255, "0j", 255, 255, 255, 255, "."), 5],
    [bytes(call("builtins.dict", bytes("}", text("k"), "Ns")), "."), new Map([["k", null]])],
    [bytes(call("builtins.frozenset", bytes(0x8f, "(K\x07", 0x90)), "."), new Set([7])],
    [bytes(call("builtins.bytearray", text("\xe9"), text("latin-1")), "."), Uint8Array.of(0xe9)],
    [bytes(call("collections.OrderedDict"), "}", text("_metadata"), "Nsb."), new Map()],
    [bytes("ccollections\nOrderedDict\n)}", 0x92, "."), new Map()],
    [bytes(call("numpy.dtype", text("f4"), "I00\n", "I01\n"), "."), new PickleDtype("f4")],
  ];
  for (const [pickle, value] of cases) assert.deepEqual(readPickle(pickle), value);
});

test("pickle reads an array whose bytes are a Python 2 string", () => {
  const dtype = call("numpy.dtype", text("i1"), int(0), int(1));
  const array = call("numpy.core.multiarray._reconstruct", "cnumpy\nndarray\n", tuple(int(0)), text("b"));
  const state = tuple(int(1), tuple(int(2)), dtype, bytes(0x89), bytes("U", 2, 1, 255));
  assert.deepEqual(plain(readPickle(bytes(array, state, "b."))), ["int8", [2], [1, -1]]);
});

test("pickle hands persistent ids and further globals to its caller", () => {
  const persistentLoad = (id: PickleValue): PickleValue => [id];
  assert.deepEqual(readPickle(bytes("Pname\n."), { persistentLoad }), ["name"]);
  assert.deepEqual(readPickle(bytes("K", 7, "Q."), { persistentLoad }), [7]);
  const globals = new Map([["my.pair", (args: readonly PickleValue[]): PickleValue => [...args, "!"]]]);
  assert.deepEqual(readPickle(bytes(call("my.pair", int(1)), "."), { globals }), [1, "!"]);
});

test("pickle reads every integer, number and string that can be written", () => {
  fc.assert(fc.property(fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }), (value) => {
    const read = readPickle(bytes(`L${value}L\n.`));
    assert.equal(BigInt(read as bigint), value);
    assert.equal(typeof read === "number", Number.isSafeInteger(Number(value)));
  }));
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (value) => {
    assert.equal(readPickle(bytes(text(value), ".")), value);
  }));
  fc.assert(fc.property(fc.double(), (value) => {
    const pickle = bytes("G", 0, 0, 0, 0, 0, 0, 0, 0, ".");
    new DataView(pickle.buffer).setFloat64(1, value);
    assert.equal(readPickle(pickle), value);
  }));
});

test("pickle gives bytes as views of the input and tensors memory of their own", () => {
  const pickle = bytes(raw(Uint8Array.of(1, 2, 3)), ".");
  const view = readPickle(pickle);
  assert.ok(view instanceof Uint8Array && view.buffer === pickle.buffer);
  const mask = mapOf(readPickle(META_DATA)).get("mask");
  assert.ok(mask instanceof PickleTensor && mask.data.byteLength === mask.data.buffer.byteLength);
});

test("pickle refuses every truncation of a valid pickle", () => {
  for (const pickle of [VALUES[0]!, VALUES[4]!, META_DATA]) {
    for (let length = 0; length < pickle.length; length++) {
      assert.throws(() => readPickle(pickle.subarray(0, length)), FormatError, `${length} bytes`);
    }
  }
});

test("a global that is not applied stays a name", () => {
  assert.deepEqual(readPickle(bytes("cos\nsystem\n.")), new PickleGlobal("os", "system"));
});
