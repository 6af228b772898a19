import { type Arg, op, Symbolic, symbolic } from "../symbolic.ts";

/**
 * Matrix product over the last two axes, [..., m, k] · [..., k, n] → [..., m, n]; leading axes broadcast.
 *
 * @throws {InputError} when the shapes do not fit or the dtypes differ.
 */
export const matMul = (a: Arg, b: Arg): Symbolic => op("MatMul", [symbolic(a), symbolic(b)]);

/** How {@linkcode gemm} takes its operands. */
export interface GemmOptions {
  /** Transpose `a` first (default false). */
  readonly transA?: boolean;
  /** Transpose `b` first (default false). */
  readonly transB?: boolean;
  /** Factor of the product (default 1). */
  readonly alpha?: number;
  /** Factor of the bias (default 1). */
  readonly beta?: number;
}

/** alpha · a b + beta · c for matrices, with a bias `c` that broadcasts. */
export function gemm(a: Arg, b: Arg, c?: Arg, options: GemmOptions = {}): Symbolic {
  const x = symbolic(a);
  return op("Gemm", [x, symbolic(b), ...(c === undefined ? [] : [symbolic(c, x.dtype)])], {
    transA: { int: options.transA ? 1 : 0 },
    transB: { int: options.transB ? 1 : 0 },
    alpha: { float: options.alpha ?? 1 },
    beta: { float: options.beta ?? 1 },
  });
}
