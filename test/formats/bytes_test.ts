import assert from "node:assert/strict";
import { FormatError } from "../../lib/errors.ts";
import { ByteReader } from "../../lib/formats/bytes.ts";

const BYTES = Uint8Array.of(0xff, 0xfe, 0xfd, 0xfc, 0xfb, 0xfa, 0xf9, 0xf8);

Deno.test("a reader reads every number in both byte orders", () => {
  const little = (): ByteReader => new ByteReader("demo", BYTES, "little");
  const big = (): ByteReader => new ByteReader("demo", BYTES, "big");
  assert.equal(little().uint8(), 0xff);
  assert.deepEqual([little().uint16(), big().uint16()], [0xfeff, 0xfffe]);
  assert.deepEqual([little().uint32(), big().uint32()], [0xfcfdfeff, 0xfffefdfc]);
  assert.deepEqual([little().int32(), big().int32()], [-0x03020101, -0x00010204]);
  assert.deepEqual([little().uint64(), big().uint64()], [0xf8f9fafbfcfdfeffn, 0xfffefdfcfbfaf9f8n]);
  assert.equal(new ByteReader("demo", new Uint8Array(Float64Array.of(0.1).buffer), "little").float64(), 0.1);
});

Deno.test("a reader keeps its place, and what it took is a view", () => {
  const bytes = Uint8Array.of(9, 1, 2, 3, 9);
  const reader = new ByteReader("demo", bytes.subarray(1, 4), "little");
  assert.equal(reader.uint8(), 1);
  const rest = reader.take(2);
  bytes[2] = 7;
  assert.deepEqual(rest, Uint8Array.of(7, 3));
  assert.deepEqual([reader.position, reader.remaining], [3, 0]);
});

Deno.test("a read past the end is a FormatError and moves nothing", () => {
  const reader = new ByteReader("demo", BYTES, "little");
  reader.take(6);
  const reads: ((r: ByteReader) => unknown)[] = [
    (r) => r.take(3),
    (r) => r.uint32(),
    (r) => r.int32(),
    (r) => r.uint64(),
    (r) => r.float64(),
    (r) => r.take(Infinity),
  ];
  for (const read of reads) assert.throws(() => read(reader), FormatError);
  assert.throws(() => reader.uint32(), /demo: Expected 4 more bytes at byte 6 but found 2\./);
  assert.equal(reader.uint16(), 0xf8f9);
  assert.throws(() => reader.uint8(), FormatError);
});
