import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { InputError } from "../errors.ts";
import { notFinite } from "../not_finite.ts";
import { type Tensor } from "../tensor.ts";

/** Mean and covariance of vectors. */
interface Normal {
  readonly mean: Matrix;
  readonly covariance: Matrix;
}

function normalOf({ dtype, shape, data }: Tensor): Normal {
  const [count = 0, width = 0] = shape;
  if (dtype !== "float32" || shape.length !== 2 || count < 2 || width < 1) {
    throw new InputError(`Expected float32 [2 or more, D] but found ${dtype} [${shape.join(", ")}].`);
  }
  const odd = notFinite(data as Float32Array);
  if (odd !== undefined) throw new InputError(`Expected vectors of finite numbers but found ${odd} in one.`);
  const rows = Matrix.from1DArray(count, width, Array.from(data as Float32Array));
  const mean = Matrix.rowVector(rows.mean("column"));
  const centred = rows.subRowVector(mean);
  return { mean, covariance: centred.transpose().mmul(centred).div(count - 1) };
}

/** A symmetric matrix's function of its eigenvalues, of which rounding may have made some negative. */
function rooted(symmetric: Matrix): { readonly root: Matrix; readonly trace: number } {
  const { realEigenvalues, eigenvectorMatrix: v } = new EigenvalueDecomposition(symmetric, {
    assumeSymmetric: true,
  });
  const roots = realEigenvalues.map((value) => Math.sqrt(Math.max(value, 0)));
  return { root: v.mmul(Matrix.diag(roots)).mmul(v.transpose()), trace: roots.reduce((a, b) => a + b, 0) };
}

/**
 * The Fréchet distance between two sets of vectors, each taken for a normal distribution:
 * |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2 (Σ₁ Σ₂)^½), as in the FID of Heusel et al. (arXiv 1706.08500). It is 0 for equal sets, and
 * too large by an amount that falls with the number of vectors for different ones of the same kind: compare it with that
 * of two halves.
 *
 * @param a float32 [N, D], more vectors than D.
 * @param b float32 [M, D].
 * @throws {InputError} when shapes or dtypes are others, or a number is infinite or NaN.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../tensor.ts";
 * import { frechetDistance } from "./frechet_distance.ts";
 * const a = float32([2, 1], [-1, 1]); // mean 0, variance 2
 * assert.equal(frechetDistance(a, float32([2, 1], [2, 4])), 9);
 * ```
 */
export function frechetDistance(a: Tensor, b: Tensor): number {
  if (a.shape[1] !== b.shape[1]) {
    throw new InputError(`Expected vectors of one length but found ${a.shape[1]} and ${b.shape[1]}.`);
  }
  const [one, other] = [normalOf(a), normalOf(b)];
  const apart = Matrix.sub(one.mean, other.mean).norm("frobenius") ** 2;
  const { root } = rooted(one.covariance);
  const between = rooted(root.mmul(other.covariance).mmul(root)).trace;
  return apart + one.covariance.trace() + other.covariance.trace() - 2 * between;
}
