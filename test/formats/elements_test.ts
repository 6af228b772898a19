import assert from "node:assert/strict";
import { elementCount, elementsOf } from "../../lib/formats/elements.ts";
import { bytesOf } from "../../lib/tensor.ts";

Deno.test("elements are a view of aligned little-endian bytes and a copy of others", () => {
  const bytes = Uint8Array.of(0, 1, 2, 0, 3, 0);
  const aligned = elementsOf("int16", bytes.subarray(2), "little");
  const unaligned = elementsOf("int16", bytes.subarray(1, 5), "little");
  bytes[2] = 9;
  assert.deepEqual(aligned, Int16Array.of(9, 3));
  assert.deepEqual(unaligned, Int16Array.of(0x201, 0x300));
});

Deno.test("big-endian elements of every size are turned round in a copy", () => {
  const bytes = Uint8Array.of(0x40, 0x09, 0x21, 0xfb, 0x54, 0x44, 0x2d, 0x18);
  assert.deepEqual(elementsOf("float64", bytes, "big"), Float64Array.of(Math.PI));
  assert.deepEqual(elementsOf("int64", bytes, "big"), BigInt64Array.of(0x400921fb54442d18n));
  assert.deepEqual(elementsOf("int32", bytes, "big"), Int32Array.of(0x400921fb, 0x54442d18));
  assert.deepEqual(elementsOf("uint16", bytes, "big"), Uint16Array.of(0x4009, 0x21fb, 0x5444, 0x2d18));
  assert.deepEqual(elementsOf("uint8", bytes, "big"), bytes);
  assert.equal(bytes[0], 0x40);
});

Deno.test("bools become 0 and 1", () => {
  assert.deepEqual(elementsOf("bool", Uint8Array.of(0, 1, 2, 255), "little"), Uint8Array.of(0, 1, 1, 1));
});

Deno.test("the count of an absurd shape is infinite, never NaN", () => {
  const huge = 2 ** 52;
  assert.equal(elementCount([]), 1);
  assert.equal(elementCount([2, 3, 0]), 0);
  assert.equal(elementCount([huge, 2]), Infinity);
  assert.equal(elementCount([0, huge, huge]), Infinity);
  assert.equal(elementCount([...new Array<number>(100).fill(huge), 0]), Infinity);
});

Deno.test("bytes of elements are the part of the buffer that they cover", () => {
  assert.deepEqual(bytesOf(Int16Array.of(1, 2, 3).subarray(1, 2)), Uint8Array.of(2, 0));
});
