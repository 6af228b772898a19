import { ARRAY_OF, type DType, type Tensor, type TensorData } from "../tensor.ts";
import type { ByteOrder } from "./bytes.ts";

/** Bytes of one element of each dtype. */
export const BYTES_OF: { readonly [D in DType]: 1 | 2 | 4 | 8 } = {
  float16: 2,
  float32: 4,
  float64: 8,
  int8: 1,
  int16: 2,
  int32: 4,
  int64: 8,
  uint8: 1,
  uint16: 2,
  bool: 1,
};

/**
 * Number of elements of a shape out of a file: `Infinity` when the product of its non-zero sizes is above
 * 2^53 - 1, so that comparing it with the bytes at hand refuses every absurd shape, `[0, 2^53]` too.
 */
export function elementCount(shape: readonly number[]): number {
  const product = shape.reduce((count, size) => size === 0 ? count : count * size, 1);
  if (!Number.isSafeInteger(product)) return Infinity;
  return shape.includes(0) ? 0 : product;
}

/** Bytes of a tensor's elements. */
export const byteSize = ({ dtype, shape }: Pick<Tensor, "dtype" | "shape">): number =>
  elementCount(shape) * BYTES_OF[dtype];

/**
 * The numbers that `bytes` hold, whose length is a multiple of the element's size.
 *
 * They are a view of `bytes` where alignment and byte order allow it and a copy elsewhere. Every bool but 0
 * becomes 1.
 */
export function elementsOf<D extends DType>(dtype: D, bytes: Uint8Array, order: ByteOrder): TensorData[D] {
  const size = BYTES_OF[dtype];
  if (dtype === "bool" && bytes.some((byte) => byte > 1)) {
    return view(
      dtype,
      bytes.map((byte) => byte ? 1 : 0),
    );
  }
  if (order === "big" && size > 1) return view(dtype, reversed(bytes, size));
  return view(dtype, bytes.byteOffset % size === 0 ? bytes : bytes.slice());
}

/** All of Deno's platforms are little-endian, so a view reads little-endian files as they are. */
function view<D extends DType>(dtype: D, bytes: Uint8Array): TensorData[D] {
  const ElementArray = ARRAY_OF[dtype] as unknown as ViewOf<D>;
  return new ElementArray(bytes.buffer, bytes.byteOffset, bytes.length / BYTES_OF[dtype]);
}

/** The other face of {@linkcode ARRAY_OF}'s constructors. */
type ViewOf<D extends DType> = new (
  buffer: ArrayBufferLike,
  byteOffset: number,
  length: number,
) => TensorData[D];

function reversed(bytes: Uint8Array, size: number): Uint8Array {
  const copy = bytes.slice();
  for (let start = 0; start < copy.length; start += size) copy.subarray(start, start + size).reverse();
  return copy;
}
