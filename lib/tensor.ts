import { InputError } from "./errors.ts";

/** Element types, named as NumPy and ONNX name them. */
export type DType =
  | "float16"
  | "float32"
  | "float64"
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "uint8"
  | "uint16"
  | "bool";

/** The JavaScript array that holds each dtype: float16 as its bits, bool as 0 and 1, int64 as BigInt. */
export interface TensorData {
  /** IEEE 754 half-precision numbers as their 16 bits. */
  float16: Uint16Array;
  /** Single-precision numbers. */
  float32: Float32Array;
  /** Double-precision numbers. */
  float64: Float64Array;
  /** Integers from −2⁷ to 2⁷ − 1. */
  int8: Int8Array;
  /** Integers from −2¹⁵ to 2¹⁵ − 1. */
  int16: Int16Array;
  /** Integers from −2³¹ to 2³¹ − 1. */
  int32: Int32Array;
  /** Integers from −2⁶³ to 2⁶³ − 1. */
  int64: BigInt64Array;
  /** Integers from 0 to 2⁸ − 1. */
  uint8: Uint8Array;
  /** Integers from 0 to 2¹⁶ − 1. */
  uint16: Uint16Array;
  /** 0 for false, 1 for true. */
  bool: Uint8Array;
}

/** A concrete n-dimensional array in C order: what enters and leaves a session, a file, a plot. */
export interface Tensor<D extends DType = DType> {
  /** Type of the elements. */
  readonly dtype: D;
  /** Length of every axis, the outermost first; empty for a scalar. */
  readonly shape: readonly number[];
  /** The elements, the last axis running fastest: as many as the product of the shape. */
  readonly data: TensorData[D];
}

/** Array constructors by dtype; each takes the number of elements and fills them with zeros. */
export const ARRAY_OF: { readonly [D in DType]: new (length: number) => TensorData[D] } = {
  float16: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  bool: Uint8Array,
};

/** Number of elements of a shape; 1 for a scalar. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);

/** The little-endian bytes of numbers, not copied. */
export const bytesOf = (data: TensorData[DType]): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/**
 * A tensor over `data`, which is not copied.
 *
 * @throws {InputError} when the data's length is not the product of the shape.
 *
 * @example
 * ```ts
 * import { tensor } from "./tensor.ts";
 * const ramp = tensor("float32", [2, 3], Float32Array.of(0, 1, 2, 3, 4, 5));
 * ```
 */
export function tensor<D extends DType>(dtype: D, shape: readonly number[], data: TensorData[D]): Tensor<D> {
  if (data.length !== sizeOf(shape)) {
    throw new InputError(
      `Expected ${sizeOf(shape)} elements for shape [${shape.join(", ")}] but found ${data.length}.`,
    );
  }
  return { dtype, shape: [...shape], data };
}

/**
 * A float32 tensor from numbers; a `Float32Array` is not copied, everything else is.
 *
 * @throws {InputError} when there are not as many as the product of the shape.
 */
export const float32 = (shape: readonly number[], values: ArrayLike<number>): Tensor<"float32"> =>
  tensor("float32", shape, values instanceof Float32Array ? values : Float32Array.from(values));

/**
 * The number in a float32 tensor of one element, such as a loss.
 *
 * @throws {InputError} when it has another dtype, or another number of elements.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32, onlyNumber } from "./tensor.ts";
 * assert.equal(onlyNumber(float32([1], [0.5])), 0.5);
 * ```
 */
export function onlyNumber({ dtype, shape, data }: Tensor): number {
  if (dtype === "float32" && data.length === 1) return (data as Float32Array)[0]!;
  throw new InputError(`Expected one number of float32 but found ${dtype} [${shape.join(", ")}].`);
}

/** A float32 tensor of zeros of a shape. */
export const zeros = (shape: readonly number[]): Tensor<"float32"> =>
  tensor("float32", shape, new Float32Array(sizeOf(shape)));
