import { type Arg, constant, filled, int64s, op, Symbolic, symbolic } from "../symbolic.ts";
import { reshape, slice } from "./layout.ts";
import { matMul } from "./linear.ts";

/** Options of a reduction. */
export interface ReduceOptions {
  /** Axes to fold; negative ones count from the end. Default: all. */
  readonly axes?: readonly number[];
  /** Keep folded axes as size 1 (default false). */
  readonly keep?: boolean;
}

const reduction = (type: string) => (x: Arg, { axes, keep = false }: ReduceOptions = {}): Symbolic => {
  const s = symbolic(x);
  const folded = axes ?? [...s.shape.keys()];
  return folded.length === 0 ? s : op(type, [s, int64s(folded)], { keepdims: { int: keep ? 1 : 0 } });
};

/** An operation that folds axes. */
export type Reduction = (x: Arg, options?: ReduceOptions) => Symbolic;

/** Sum over axes. */
export const reduceSum: Reduction = reduction("ReduceSum");
/** Mean over axes. */
export const reduceMean: Reduction = reduction("ReduceMean");
/** Largest over axes; ties share the cotangent. */
export const reduceMax: Reduction = reduction("ReduceMax");
/** Smallest over axes; ties share the cotangent. */
export const reduceMin: Reduction = reduction("ReduceMin");

/** Exponentials along an axis (default the last), divided by their sum. */
export const softmax = (x: Arg, axis = -1): Symbolic => op("Softmax", [symbolic(x)], { axis: { int: axis } });

/** Logarithm of {@linkcode softmax}. */
export const logSoftmax = (x: Arg, axis = -1): Symbolic =>
  op("LogSoftmax", [symbolic(x)], { axis: { int: axis } });

/** Index of the largest element along an axis, the first where they tie; the axis is dropped. int64. */
export const argMax = (x: Arg, axis: number): Symbolic =>
  op("ArgMax", [symbolic(x)], { axis: { int: axis }, keepdims: { int: 0 } });

/** Index of the smallest element along an axis, the first where they tie; the axis is dropped. int64. */
export const argMin = (x: Arg, axis: number): Symbolic =>
  op("ArgMin", [symbolic(x)], { axis: { int: axis }, keepdims: { int: 0 } });

/** Columns of ones that a sum is multiplied with: as many as a processor's registers hold, so that it adds in order. */
const ONES = 16;

/** The sum over the last axis [m, n] → [m, 1], one number after the other. */
function sumInOrder(x: Symbolic): Symbolic {
  const ones = constant(filled(x.dtype, [x.shape[1]!, ONES], 1));
  return slice(matMul(x, ones), 1, 0, 1);
}

/**
 * The sum over the rows and columns of a map [N, C, H, W] → [N, C, 1, 1], in reading order. On the CPU rows and
 * columns of zeros around a map do not change a bit of it, while `reduceSum` adds in an order that depends on the size.
 */
export function sumOfPixels(x: Symbolic): Symbolic {
  const [n, c, h, w] = x.shape as [number, number, number, number];
  const rows = sumInOrder(reshape(x, [n * c * h, w]));
  return reshape(sumInOrder(reshape(rows, [n * c, h])), [n, c, 1, 1]);
}
