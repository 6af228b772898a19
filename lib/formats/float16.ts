/**
 * Widens IEEE 754 half-precision numbers, given as their bits, exactly.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float16ToFloat32 } from "./float16.ts";
 * assert.deepEqual(float16ToFloat32(Uint16Array.of(0x3c00, 0xc000)), Float32Array.of(1, -2));
 * ```
 */
export function float16ToFloat32(bits: Uint16Array): Float32Array {
  return new Float32Array(new Float16Array(bits.buffer, bits.byteOffset, bits.length));
}

/**
 * Narrows to the bits of half-precision numbers: to the nearest, ties to even, from 65520 on to infinity.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32ToFloat16 } from "./float16.ts";
 * assert.deepEqual(float32ToFloat16(Float32Array.of(1, 65520)), Uint16Array.of(0x3c00, 0x7c00));
 * ```
 */
export function float32ToFloat16(values: Float32Array): Uint16Array {
  return new Uint16Array(new Float16Array(values).buffer);
}

/**
 * Widens bfloat16 numbers, given as their bits, exactly: they are the upper halves of float32 numbers.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { bfloat16ToFloat32 } from "./float16.ts";
 * assert.deepEqual(bfloat16ToFloat32(Uint16Array.of(0x3f80)), Float32Array.of(1));
 * ```
 */
export function bfloat16ToFloat32(bits: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(bits, (half) => half << 16).buffer);
}
