import assert from "node:assert/strict";
import { FormatError } from "../../lib/errors.ts";
import { decodeTfjsWeights } from "../../lib/formats/tfjs.ts";
import { readTfjsManifest, type TfjsManifest, type TfjsWeight } from "../../lib/formats/tfjs_manifest.ts";
import type { Tensor } from "../../lib/tensor.ts";

const utf8 = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

const bytesOf = (...parts: ArrayBufferView[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => [...new Uint8Array(part.buffer, part.byteOffset, part.byteLength)]),
  );

const manifestOf = (paths: string[], ...weights: TfjsWeight[]): TfjsManifest => ({
  format: "weights",
  groups: [{ paths, weights }],
});

/** The only weight of a manifest with one shard. */
function decodeOne(weight: Omit<TfjsWeight, "name">, bytes: Uint8Array): Tensor | undefined {
  return decodeTfjsWeights(manifestOf(["a.bin"], { name: "w", ...weight }), () => bytes).get("w");
}

/** Cuts bytes into shards named by their number. */
const shardsOf = (
  bytes: Uint8Array,
  size: number,
): { paths: string[]; read: (path: string) => Uint8Array } => ({
  paths: Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => `${i}.bin`),
  read: (path) => bytes.slice(parseInt(path) * size, (parseInt(path) + 1) * size),
});

Deno.test("tfjs manifests are read from graph models, layers models and bare lists", () => {
  const weightsManifest = [{
    paths: ["group1-shard1of1.bin"],
    weights: [{ name: "w", shape: [2], dtype: "int32" }],
  }];
  const format = (json: unknown): string => {
    const manifest = readTfjsManifest(utf8(json));
    assert.deepEqual(manifest.groups, weightsManifest);
    return manifest.format;
  };
  assert.equal(
    format({ format: "graph-model", modelTopology: { node: [] }, weightsManifest }),
    "graph-model",
  );
  assert.equal(format({ weightsManifest }), "layers-model");
  assert.equal(format(weightsManifest), "weights");
});

for (
  const path of [
    "../a.bin",
    "a/b.bin",
    "/a.bin",
    "..",
    ".",
    "",
    "https://x.org/a",
    "C:a",
    "a\\b",
    "a%2fb",
    "a\0",
  ]
) {
  Deno.test(`tfjs refuses the shard path ${JSON.stringify(path)}`, () => {
    const json = utf8([{ paths: [path], weights: [] }]);
    assert.throws(() => readTfjsManifest(json), (error: unknown) => {
      assert.ok(error instanceof FormatError);
      const found = `Expected a plain file name but found ${JSON.stringify(path)}.`;
      assert.equal(error.message, `tfjs: weightsManifest[0].paths[0]: ${found}`);
      return true;
    });
  });
}

const REFUSED: [what: string, json: unknown, message: RegExp][] = [
  ["a number", 5, /^tfjs: Expected object but found 5\.$/],
  ["null", null, /^tfjs: Expected object but found null\.$/],
  ["no manifest", { format: "graph-model" }, /^tfjs: weightsManifest: Expected array but found nothing\.$/],
  [
    "a negative size",
    [{ paths: [], weights: [{ name: "w", shape: [-1], dtype: "bool" }] }],
    /shape\[0\]: Expected at least 0 but found -1/,
  ],
  [
    "half a size",
    [{ paths: [], weights: [{ name: "w", shape: [0.5], dtype: "bool" }] }],
    /shape\[0\]: Expected a whole number but found 0\.5/,
  ],
  [
    "a size of 2^53",
    [{ paths: [], weights: [{ name: "w", shape: [2 ** 53], dtype: "bool" }] }],
    /shape\[0\]: Expected at most 9007199254740991 /,
  ],
  [
    "strings",
    [{ paths: [], weights: [{ name: "w", shape: [], dtype: "string" }] }],
    /\[0\]\.dtype: Expected one of float32, int32, bool, uint8 but found "string"/,
  ],
  [
    "no name",
    [{ paths: [], weights: [{ shape: [], dtype: "bool" }] }],
    /\.weights\[0\]\.name: Expected string but found nothing/,
  ],
  ["a name twice", [
    { paths: [], weights: [{ name: "w", shape: [], dtype: "bool" }] },
    { paths: [], weights: [{ name: "w", shape: [], dtype: "bool" }] },
  ], /w twice/],
  ["a quantization without scale", [{
    paths: [],
    weights: [{ name: "w", shape: [], dtype: "float32", quantization: { dtype: "uint8", min: 0 } }],
  }], /\.quantization\.scale: Expected number but found nothing/],
];

for (const [what, json, message] of REFUSED) {
  Deno.test(`tfjs refuses ${what} in a manifest`, () => {
    assert.throws(() => readTfjsManifest(utf8(json)), (error: unknown) => {
      assert.ok(error instanceof FormatError);
      assert.match(error.message, message);
      return true;
    });
  });
}

Deno.test("tfjs refuses a size of -0", () => {
  const json = '[{"paths": [], "weights": [{"name": "w", "shape": [-0], "dtype": "bool"}]}]';
  assert.throws(
    () => readTfjsManifest(new TextEncoder().encode(json)),
    /shape\[0\]: Expected a size but found -0\.$/,
  );
});

Deno.test("tfjs refuses bytes that are not UTF-8 or not JSON", () => {
  assert.throws(() => readTfjsManifest(Uint8Array.of(0x5b, 0x22, 0xff, 0x22, 0x5d)), FormatError);
  assert.throws(() => readTfjsManifest(new TextEncoder().encode("[")), FormatError);
});

Deno.test("tfjs weights may straddle shards of any size", () => {
  const bytes = bytesOf(Float32Array.of(1, 2, 3), Int32Array.of(-5), Uint8Array.of(1, 0, 200));
  for (let size = 1; size <= bytes.length; size++) {
    const { paths, read } = shardsOf(bytes, size);
    const weights = decodeTfjsWeights(
      manifestOf(
        paths,
        { name: "f", shape: [3, 1], dtype: "float32" },
        { name: "empty", shape: [0], dtype: "float32" },
        { name: "i", shape: [], dtype: "int32" },
        { name: "b", shape: [2], dtype: "bool" },
        { name: "__proto__", shape: [1], dtype: "uint8" },
      ),
      read,
    );
    assert.deepEqual([...weights.keys()], ["f", "empty", "i", "b", "__proto__"]);
    assert.deepEqual(weights.get("f"), { dtype: "float32", shape: [3, 1], data: Float32Array.of(1, 2, 3) });
    assert.deepEqual(weights.get("i"), { dtype: "int32", shape: [], data: Int32Array.of(-5) });
    assert.deepEqual(weights.get("b"), { dtype: "bool", shape: [2], data: Uint8Array.of(1, 0) });
    assert.deepEqual(weights.get("__proto__")?.data, Uint8Array.of(200));
  }
});

Deno.test("tfjs weights inside of a shard are views, and shards are read once and in order", () => {
  const shard = bytesOf(Float32Array.of(1, 2));
  const read: string[] = [];
  const groups = ["a", "b"].map((path) => ({
    paths: [path],
    weights: [{ name: path, shape: [2], dtype: "float32" as const }],
  }));
  const weights = decodeTfjsWeights({ format: "weights", groups }, (path) => {
    read.push(path);
    return shard;
  });
  assert.deepEqual(read, ["a", "b"]);
  assert.equal(weights.get("b")?.data.buffer, shard.buffer);
});

Deno.test("tfjs dequantises uint8, uint16 and float16", () => {
  const scaled = (dtype: "uint8" | "uint16") => ({ dtype, scale: 0.5, min: -1 });
  assert.deepEqual(
    decodeOne({ shape: [3], dtype: "float32", quantization: scaled("uint8") }, Uint8Array.of(0, 1, 255)),
    { dtype: "float32", shape: [3], data: Float32Array.of(-1, -0.5, 126.5) },
  );
  assert.deepEqual(
    decodeOne(
      { shape: [2], dtype: "float32", quantization: scaled("uint16") },
      Uint8Array.of(2, 0, 0xff, 0xff),
    )?.data,
    Float32Array.of(0, 32766.5),
  );
  assert.deepEqual(
    decodeOne({ shape: [1], dtype: "float32", quantization: { dtype: "float16" } }, Uint8Array.of(0, 0x3c)),
    { dtype: "float32", shape: [1], data: Float32Array.of(1) },
  );
  assert.deepEqual(
    decodeOne({ shape: [3], dtype: "int32", quantization: scaled("uint8") }, Uint8Array.of(0, 4, 5)),
    { dtype: "int32", shape: [3], data: Int32Array.of(-1, 1, 2) },
  );
});

Deno.test("tfjs refuses quantization of types that have none", () => {
  const quantization = { dtype: "uint8", scale: 1, min: 0 } as const;
  assert.throws(
    () => decodeOne({ shape: [1], dtype: "bool", quantization }, Uint8Array.of(1)),
    /quantization of bool/,
  );
  assert.throws(
    () => decodeOne({ shape: [1], dtype: "int32", quantization: { dtype: "float16" } }, Uint8Array.of(1, 2)),
    /float16 quantization of int32/,
  );
});

Deno.test("tfjs refuses missing and left-over bytes and allocates nothing for absurd shapes", () => {
  assert.throws(
    () => decodeOne({ shape: [2], dtype: "float32" }, new Uint8Array(7)),
    /1 more of the 8 bytes of w/,
  );
  assert.throws(() => decodeOne({ shape: [1], dtype: "float32" }, new Uint8Array(6)), /found 2 more bytes/);
  assert.throws(
    () => decodeOne({ shape: [2 ** 52, 2 ** 52], dtype: "float32" }, new Uint8Array(4)),
    FormatError,
  );
});

Deno.test("tfjs passes on what the reader of shards throws", () => {
  const missing = new Error("no such file");
  const read = (): never => {
    throw missing;
  };
  assert.throws(
    () => decodeTfjsWeights(manifestOf(["a"], { name: "w", shape: [1], dtype: "bool" }), read),
    missing,
  );
});
