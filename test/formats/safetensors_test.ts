import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { FormatError, InputError } from "../../lib/errors.ts";
import { decodeSafetensors, encodeSafetensors } from "../../lib/formats/safetensors.ts";
import { type SafetensorsCondition, SafetensorsError } from "../../lib/formats/safetensors_error.ts";
import { ARRAY_OF, type DType, sizeOf, type Tensor } from "../../lib/tensor.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A file with this header, as it stands, and these data. */
function file(header: string | Uint8Array, data: readonly number[] = []): Uint8Array {
  const bytes = typeof header === "string" ? utf8(header) : header;
  return new Uint8Array(Buffer.concat([length(bytes.length), bytes, Uint8Array.from(data)]));
}

const length = (n: number): Uint8Array => new Uint8Array(BigUint64Array.of(BigInt(n)).buffer);

const entry = (dtype: string, shape: string, offsets: string): string =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;

Deno.test("safetensors writes the very bytes that the reference implementation writes", () => {
  const bytes = encodeSafetensors(
    new Map<string, Tensor>([
      ["b", { dtype: "uint8", shape: [2], data: Uint8Array.of(7, 8) }],
      ["a", { dtype: "float32", shape: [1, 1], data: Float32Array.of(1) }],
    ]),
    new Map([["format", "pt"]]),
  );
  const header = '{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},' +
    '"b":{"dtype":"U8","shape":[2],"data_offsets":[4,6]}}';
  assert.deepEqual(bytes, file(header.padEnd(144), [0, 0, 0x80, 0x3f, 7, 8]));
});

Deno.test("safetensors gives back the tensors and metadata that it wrote, whatever their names", () => {
  const name = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom("__proto__", "constructor", "0", "", 'a"\\'),
  )
    .filter((text) => text !== "__metadata__");
  const tensors = fc.record({
    dtype: fc.constantFrom(...Object.keys(ARRAY_OF) as DType[]),
    shape: fc.array(fc.nat(3), { maxLength: 4 }),
  }).map(({ dtype, shape }): Tensor => {
    const data = new ARRAY_OF[dtype](sizeOf(shape));
    for (let i = 0; i < data.length; i++) data[i] = dtype === "int64" ? BigInt(i) : i % 2;
    return { dtype, shape, data };
  });
  const files = fc.tuple(
    fc.array(fc.tuple(name, tensors)).map((entries) => new Map(entries)),
    fc.array(fc.tuple(name, fc.string())).map((entries) => new Map(entries)),
  );
  fc.assert(fc.property(files, ([tensors, metadata]) => {
    const bytes = encodeSafetensors(tensors, metadata);
    const read = decodeSafetensors(bytes);
    assert.deepEqual(new Map([...read.tensors].sort()), new Map([...tensors].sort()));
    assert.deepEqual(new Map([...read.metadata].sort()), new Map([...metadata].sort()));
    assert.deepEqual(encodeSafetensors(read.tensors, read.metadata).length, bytes.length);
  }));
});

Deno.test("safetensors refuses to write a tensor named __metadata__", () => {
  const tensor: Tensor = { dtype: "uint8", shape: [1], data: Uint8Array.of(1) };
  assert.throws(() => encodeSafetensors(new Map([["__metadata__", tensor]])), InputError);
});

Deno.test("safetensors reads a name __proto__ as any other", () => {
  const { tensors, metadata } = decodeSafetensors(
    file(`{"__metadata__":{"__proto__":"x"},"__proto__":${entry("U8", "[1]", "[0,1]")}}`, [5]),
  );
  assert.deepEqual(tensors.get("__proto__"), { dtype: "uint8", shape: [1], data: Uint8Array.of(5) });
  assert.equal(metadata.get("__proto__"), "x");
  assert.equal(({} as { dtype?: unknown }).dtype, undefined);
});

Deno.test("safetensors widens BF16, normalises BOOL and reads unaligned numbers", () => {
  const header = `{"b":${entry("BOOL", "[3]", "[0,3]")},"h":${entry("BF16", "[2]", "[3,7]")},` +
    `"i":${entry("I32", "[1]", "[7,11]")}}`;
  const { tensors } = decodeSafetensors(file(header, [0, 1, 9, 0x80, 0x3f, 0x20, 0xc0, 4, 3, 2, 1]));
  assert.deepEqual(tensors.get("b")?.data, Uint8Array.of(0, 1, 1));
  assert.deepEqual(tensors.get("h"), { dtype: "float32", shape: [2], data: Float32Array.of(1, -2.5) });
  assert.deepEqual(tensors.get("i")?.data, Int32Array.of(0x01020304));
});

Deno.test("safetensors reads empty files, empty tensors and padded headers", () => {
  assert.deepEqual(decodeSafetensors(file("{}  \n ")), { tensors: new Map(), metadata: new Map() });
  const header = `{"z":${entry("F32", "[0,5]", "[1,1]")},"a":${entry("U8", "[1]", "[0,1]")}}`;
  assert.deepEqual([...decodeSafetensors(file(header, [1])).tensors.keys()], ["a", "z"]);
});

const U8 = (shape: string, offsets: string): string => `{"a":${entry("U8", shape, offsets)}}`;
const REFUSED: [condition: SafetensorsCondition, what: string, bytes: Uint8Array][] = [
  ["header too small", "no bytes", new Uint8Array()],
  ["header too small", "seven bytes", new Uint8Array(7)],
  ["header too large", "a header of 100,000,001 bytes", length(100_000_001)],
  ["header too large", "a header of 2^64 - 1 bytes", new Uint8Array(8).fill(255)],
  ["header length", "a header past the end", Uint8Array.of(...length(3), 0x7b, 0x7d)],
  ["header length", "a header of 100,000,000 absent bytes", length(100_000_000)],
  ["header encoding", "bytes that are not UTF-8", file(Uint8Array.of(0x7b, 0xff, 0x7d))],
  ["header start", "an empty header", file("")],
  ["header start", "a leading space", file(" {}")],
  ["header start", "a byte order mark", file("\ufeff{}")],
  ["header start", "a list", file("[]")],
  ["header syntax", "an unclosed brace", file("{")],
  ["header syntax", "an unclosed string", file('{"a\\"')],
  ["header syntax", "two objects", file("{}{}")],
  ["header syntax", "a bad escape in a key", file('{"\\x": 1}')],
  ["header syntax", "a trailing comma", file(`{"a":${entry("U8", "[1]", "[0,1]")},}`, [1])],
  ["header syntax", "four levels", file('{"a":[[[]]]}')],
  ["header syntax", "deep nesting", file(`{"a":${"[".repeat(1e5)}`)],
  [
    "duplicate key",
    "a name twice",
    file(`{"a":${entry("U8", "[1]", "[0,1]")},"a":${entry("U8", "[1]", "[0,1]")}}`, [1]),
  ],
  ["duplicate key", "a name twice, once escaped", file(`{"a":{},"\\u0061":{}}`)],
  [
    "duplicate key",
    "a dtype twice",
    file('{"a":{"dtype":"U8","dtype" :"I8","shape":[1],"data_offsets":[0,1]}}', [1]),
  ],
  ["duplicate key", "metadata twice", file('{"__metadata__":{},"__metadata__":{}}')],
  ["duplicate key", "a metadata key twice", file('{"__metadata__":{"k":"1","k":"2"}}')],
  ["metadata", "a number as metadata", file('{"__metadata__":{"k":1}}')],
  ["metadata", "a list of metadata", file('{"__metadata__":["k"]}')],
  ["metadata", "null metadata", file('{"__metadata__":null}')],
  ["tensor info", "a number as an entry", file('{"a":1}')],
  ["tensor info", "null as an entry", file('{"a":null}')],
  ["tensor info", "no dtype", file('{"a":{"shape":[1],"data_offsets":[0,1]}}', [1])],
  ["tensor info", "no shape", file('{"a":{"dtype":"U8","data_offsets":[0,1]}}', [1])],
  ["tensor info", "no offsets", file('{"a":{"dtype":"U8","shape":[1]}}', [1])],
  ["dtype", "an unknown dtype", file(`{"a":${entry("F4096", "[1]", "[0,1]")}}`, [1])],
  ["dtype", "a dtype in small letters", file(`{"a":${entry("u8", "[1]", "[0,1]")}}`, [1])],
  ["shape", "a negative size", file(U8("[-1]", "[0,1]"), [1])],
  ["shape", "half a size", file(U8("[0.5]", "[0,1]"), [1])],
  ["shape", "a size of 1.0", file(U8("[1.0]", "[0,1]"), [1])],
  ["shape", "a size of 1e0", file(U8("[1e0]", "[0,1]"), [1])],
  ["shape", "a size of 2^53", file(U8("[9007199254740992]", "[0,1]"), [1])],
  ["shape", "a string as a size", file(U8('["1"]', "[0,1]"), [1])],
  ["offsets", "one offset", file(U8("[1]", "[0]"), [1])],
  ["offsets", "three offsets", file(U8("[1]", "[0,1,1]"), [1])],
  ["offsets", "an end ahead of its begin", file(U8("[1]", "[1,0]"), [1])],
  ["offsets", "a negative begin", file(U8("[1]", "[-1,0]"), [1])],
  ["offsets", "a begin of -0", file(U8("[1]", "[-0,1]"), [1])],
  ["offsets", "an end of 2^53", file(U8("[1]", "[0,9007199254740992]"), [1])],
  ["overflow", "sizes whose product is over 2^53", file(U8("[4294967296,4294967296]", "[0,1]"), [1])],
  [
    "overflow",
    "sizes that would wrap round to 1 in 64 bits",
    file(U8("[274177,67280421310721]", "[0,1]"), [1]),
  ],
  ["overflow", "2^51 float64", file(`{"a":${entry("F64", "[2251799813685248]", "[0,1]")}}`, [1])],
  ["size", "too few bytes for a shape", file(U8("[2]", "[0,1]"), [1])],
  ["size", "bytes for an empty shape", file(U8("[0]", "[0,1]"), [1])],
  ["size", "a dtype of another width", file(`{"a":${entry("F32", "[2]", "[0,2]")}}`, [1, 2])],
  [
    "overlap",
    "two tensors of the same bytes",
    file(`{"a":${entry("U8", "[1]", "[0,1]")},"b":${entry("U8", "[1]", "[0,1]")}}`, [1]),
  ],
  [
    "overlap",
    "an empty tensor inside of another",
    file(`{"a":${entry("U8", "[2]", "[0,2]")},"b":${entry("U8", "[0]", "[1,1]")}}`, [1, 2]),
  ],
  ["hole", "a byte ahead of the first tensor", file(U8("[1]", "[1,2]"), [0, 1])],
  [
    "hole",
    "a byte between tensors",
    file(`{"a":${entry("U8", "[1]", "[0,1]")},"b":${entry("U8", "[1]", "[2,3]")}}`, [1, 2, 3]),
  ],
  ["end", "a byte after the last tensor", file(U8("[1]", "[0,1]"), [1, 2])],
  ["end", "a missing byte", file(U8("[2]", "[0,2]"), [1])],
  ["end", "data without tensors", file("{}", [1])],
];

for (const [condition, what, bytes] of REFUSED) {
  Deno.test(`safetensors refuses ${what}: ${condition}`, () => {
    assert.throws(() => decodeSafetensors(bytes), (error: unknown) => {
      assert.ok(error instanceof SafetensorsError && error instanceof FormatError);
      assert.equal(error.condition, condition);
      assert.match(error.message, /^safetensors: Expected .*\.$/s);
      return true;
    });
  });
}

Deno.test("safetensors looks through a long hostile header in linear time", () => {
  const start = performance.now();
  for (const header of ['{"' + '\\"'.repeat(5e5), '{"' + "\\".repeat(1e6) + '"', '{"a"' + " ".repeat(1e6)]) {
    assert.throws(() => decodeSafetensors(file(utf8(header))), SafetensorsError);
  }
  assert.ok(performance.now() - start < 1000);
});
