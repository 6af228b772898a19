import assert from "node:assert/strict";
import fc from "fast-check";
import { FormatError } from "../../lib/errors.ts";
import { decodeNpy, encodeNpy } from "../../lib/formats/npy.ts";
import { ARRAY_OF, type DType, sizeOf, type Tensor } from "../../lib/tensor.ts";

const latin1 = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));

/** A version 1 file with this header, unpadded, and these data. */
const npy = (header: string, data: readonly number[] = []): Uint8Array =>
  Uint8Array.of(
    ...latin1("\x93NUMPY\x01\x00"),
    header.length & 255,
    header.length >> 8,
    ...latin1(header),
    ...data,
  );

const headerOf = (descr: string, shape: string, order = "False"): string =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`;

Deno.test("npy writes the very bytes that NumPy writes", () => {
  const bytes = encodeNpy({ dtype: "int16", shape: [2, 3], data: Int16Array.of(1, 2, 3, -1, -2, -3) });
  const header = "{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3), }".padEnd(117) + "\n";
  const data = [1, 0, 2, 0, 3, 0, 255, 255, 254, 255, 253, 255];
  assert.deepEqual([...bytes], [...latin1("\x93NUMPY\x01\x00\x76\x00" + header), ...data]);
});

Deno.test("npy writes scalars, vectors and one-byte types as NumPy does, data aligned to 64 bytes", () => {
  const written = (tensor: Tensor): string => {
    const bytes = encodeNpy(tensor);
    assert.equal((bytes.length - tensor.data.byteLength) % 64, 0);
    return new TextDecoder("latin1").decode(bytes);
  };
  assert.match(written({ dtype: "bool", shape: [], data: Uint8Array.of(1) }), /'\|b1'.*'shape': \(\), }/);
  assert.match(written({ dtype: "uint8", shape: [1], data: Uint8Array.of(1) }), /'\|u1'.*'shape': \(1,\), }/);
  assert.throws(
    () => encodeNpy({ dtype: "int8", shape: new Array(65).fill(1), data: Int8Array.of(1) }),
    /64/,
  );
});

Deno.test("npy gives back every tensor that it wrote", () => {
  const tensors = fc.record({
    dtype: fc.constantFrom(...Object.keys(ARRAY_OF) as DType[]),
    shape: fc.array(fc.nat(4), { maxLength: 5 }),
  }).map(({ dtype, shape }): Tensor => {
    const values = Array.from({ length: sizeOf(shape) }, (_, i) => dtype === "bool" ? i % 2 : (i * 37) % 120);
    const data = new ARRAY_OF[dtype](values.length);
    values.forEach((value, i) => data[i] = dtype === "int64" ? BigInt(value) : value);
    return { dtype, shape, data };
  });
  fc.assert(fc.property(tensors, (each) => assert.deepEqual(decodeNpy(encodeNpy(each)), each)));
});

Deno.test("npy reads big-endian numbers", () => {
  assert.deepEqual(
    decodeNpy(npy(headerOf(">i4", "(2,)"), [0, 0, 1, 2, 255, 255, 255, 254])).data,
    Int32Array.of(258, -2),
  );
  assert.deepEqual(decodeNpy(npy(headerOf(">f4", "()"), [0x3f, 0x80, 0, 0])).data, Float32Array.of(1));
});

Deno.test("npy turns Fortran order into C order", () => {
  const column = decodeNpy(npy(headerOf("|u1", "(2, 3)", "True"), [1, 4, 2, 5, 3, 6]));
  assert.deepEqual(column, { dtype: "uint8", shape: [2, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6) });
  const fortran = Array.from({ length: 24 }, (_, i) => i);
  const cube = decodeNpy(npy(headerOf("|u1", "(2, 3, 4)", "True"), fortran)).data;
  for (let i = 0; i < 24; i++) {
    assert.equal(cube[i], Math.floor(i / 12) + Math.floor(i / 4) % 3 * 2 + i % 4 * 6);
  }
});

Deno.test("npy reads versions 2 and 3, whose header length has four bytes", () => {
  for (const version of [2, 3]) {
    const header = latin1(headerOf("|i1", "(1,)") + "\n");
    const bytes = Uint8Array.of(...latin1("\x93NUMPY"), version, 0, header.length, 0, 0, 0, ...header, 0xff);
    assert.deepEqual(decodeNpy(bytes), { dtype: "int8", shape: [1], data: Int8Array.of(-1) });
  }
});

Deno.test("npy reads keys in any order, either quote and loose spacing", () => {
  const bytes = npy(`  { "shape" : ( 1 , 2 ) ,'fortran_order':False,"descr":"|b1"}  \n`, [0, 9]);
  assert.deepEqual(decodeNpy(bytes), { dtype: "bool", shape: [1, 2], data: Uint8Array.of(0, 1) });
});

const REFUSED: [what: string, bytes: Uint8Array, message: RegExp][] = [
  ["nothing", new Uint8Array(), /6 more bytes/],
  ["another format", Uint8Array.from(latin1("PK\x03\x04 etc")), /\\x93NUMPY/],
  ["version 4", Uint8Array.of(...latin1("\x93NUMPY\x04\x00"), 0, 0, 0, 0), /found 4\.0/],
  ["a header past the end", npy(headerOf("<f4", "(1,)")).subarray(0, 40), /more bytes/],
  ["a header of 4 GB", Uint8Array.of(...latin1("\x93NUMPY\x02\x00"), 255, 255, 255, 255), /10000 bytes/],
  ["missing data", npy(headerOf("<f4", "(2,)"), [0, 0, 0, 0]), /8 bytes.*shape \(2\).*found 4/],
  ["left-over data", npy(headerOf("|u1", "(1,)"), [1, 2]), /1 bytes.*found 2/],
  ["a huge shape", npy(headerOf("<f8", "(9007199254740991, 9007199254740991)")), /Infinity bytes/],
  ["a huge shape of nothing", npy(headerOf("<f8", "(0, 9007199254740991, 99)")), /Infinity bytes/],
  ["a size of 2^53", npy(headerOf("<f8", "(9007199254740992,)")), /below 2\^53/],
  ["65 dimensions", npy(headerOf("|u1", `(${"1,".repeat(65)})`), [1]), /at most 64 sizes/],
  ["a negative size", npy(headerOf("|u1", "(-1,)"), [1]), /dictionary/],
  ["a number as the shape", npy(headerOf("|u1", "(1)"), [1]), /tuple/],
  ["a gap in the shape", npy(headerOf("|u1", "(1,,1)"), [1]), /tuple/],
  ["True as the shape", npy(headerOf("|u1", "True"), [1]), /tuple/],
  ["objects", npy(headerOf("|O", "(1,)"), [1]), /found \|O/],
  ["complex numbers", npy(headerOf("<c8", "(1,)"), [0, 0, 0, 0, 0, 0, 0, 0]), /found <c8/],
  ["a wide type without byte order", npy(headerOf("|f4", "(1,)"), [0, 0, 0, 0]), /found \|f4/],
  ["a record type", npy("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,), }"), /dictionary/],
  ["a tuple as the type", npy("{'descr': (1,), 'fortran_order': False, 'shape': (1,), }"), /element type/],
  [
    "a string as the order",
    npy("{'descr': '|u1', 'fortran_order': 'False', 'shape': (), }"),
    /True or False/,
  ],
  ["an expression", npy("{'descr': '<f4', 'fortran_order': exit(), 'shape': (1,), }"), /dictionary/],
  ["a missing key", npy("{'descr': '<f4', 'shape': (), }"), /keys descr, fortran_order, shape/],
  ["a foreign key", npy("{'descr': '<f4', 'shape': (), 'x': True}"), /found descr, shape, x/],
  [
    "a key twice",
    npy("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': ()}"),
    /descr twice/,
  ],
  ["no dictionary", npy("[1, 2]"), /dictionary/],
];

for (const [what, bytes, message] of REFUSED) {
  Deno.test(`npy refuses ${what}`, () => {
    assert.throws(() => decodeNpy(bytes), (error: unknown) => {
      assert.ok(error instanceof FormatError);
      assert.match(error.message, message);
      return true;
    });
  });
}
