import { floatOf, intOf } from "../attributes.ts";
import * as o from "../ops/mod.ts";
import { type GradientRule } from "./rule.ts";

const gemm: GradientRule = ({ g, inputs: [a, b, c], attributes }) => {
  const [transA, transB] = [intOf(attributes, "transA", 0) === 1, intOf(attributes, "transB", 0) === 1];
  const alpha = floatOf(attributes, "alpha", 1);
  const product = (x: typeof g, y: typeof g, tx: boolean, ty: boolean): typeof g =>
    o.gemm(x, y, undefined, { transA: tx, transB: ty, alpha });
  const da = transA ? product(b!, g, transB, true) : product(g, b!, false, !transB);
  const db = transB ? product(g, a!, true, transA) : product(a!, g, !transA, false);
  return [da, db, c && o.mul(g, floatOf(attributes, "beta", 1))];
};

/** Rules of the matrix products. */
export const LINEAR_GRADIENTS: Readonly<Record<string, GradientRule>> = {
  MatMul: ({ g, inputs: [a, b] }) => [o.matMul(g, o.transposeLast(b!)), o.matMul(o.transposeLast(a!), g)],
  Gemm: gemm,
};
