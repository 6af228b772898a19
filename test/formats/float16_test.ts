import assert from "node:assert/strict";
import { bfloat16ToFloat32, float16ToFloat32, float32ToFloat16 } from "../../lib/formats/float16.ts";

const ALL_BITS = Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits);

/** The value of half-precision bits by the definition of IEEE 754. */
function valueOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15));
}

Deno.test("float16 widens all 65,536 bit patterns to their values", () => {
  const values = float16ToFloat32(ALL_BITS);
  for (const bits of ALL_BITS) assert.ok(Object.is(values[bits], valueOf(bits)), `bits ${bits}`);
});

Deno.test("float16 narrows each of its values to its own bits, and NaN to NaN", () => {
  const back = float32ToFloat16(float16ToFloat32(ALL_BITS));
  for (const bits of ALL_BITS) {
    if (Number.isNaN(valueOf(bits))) assert.ok(Number.isNaN(valueOf(back[bits] ?? 0)), `bits ${bits}`);
    else assert.equal(back[bits], bits);
  }
});

Deno.test("float16 rounds to the nearest and ties to even between any two neighbours", () => {
  const step = new Uint32Array(1);
  const float = new Float32Array(step.buffer);
  for (let bits = 0; bits < 0x7bff; bits++) {
    float[0] = (valueOf(bits) + valueOf(bits + 1)) / 2;
    const middle = step[0] ?? 0;
    const around = Float32Array.from([-1, 0, 1], (ulp) => {
      step[0] = middle + ulp;
      return float[0] ?? 0;
    });
    const even = bits + bits % 2;
    assert.deepEqual([...float32ToFloat16(around)], [bits, even, bits + 1]);
    assert.deepEqual(
      [...float32ToFloat16(around.map((x) => -x))],
      [bits, even, bits + 1].map((b) => b | 0x8000),
    );
  }
});

Deno.test("float16 overflows to infinity from 65520 on and underflows to zero up to 2^-25", () => {
  const values = Float32Array.of(65504, 65519.996, 65520, -1e30, 2 ** -25, 2 ** -25 * (1 + 2 ** -23), -0);
  assert.deepEqual([...float32ToFloat16(values)], [0x7bff, 0x7bff, 0x7c00, 0xfc00, 0, 1, 0x8000]);
});

Deno.test("float16 converts a part of a buffer and nothing besides", () => {
  const part = Uint16Array.of(0x4000, 0x3c00, 0x4200).subarray(1, 2);
  assert.deepEqual(float16ToFloat32(part), Float32Array.of(1));
  assert.deepEqual(float32ToFloat16(Float32Array.of(2, 1, 3).subarray(1, 2)), Uint16Array.of(0x3c00));
});

Deno.test("bfloat16 widens all 65,536 bit patterns to the upper halves of float32", () => {
  const values = new Uint32Array(bfloat16ToFloat32(ALL_BITS).buffer);
  for (const bits of ALL_BITS) assert.equal(values[bits], bits * 2 ** 16);
});
