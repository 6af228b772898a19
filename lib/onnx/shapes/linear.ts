import { intOf } from "../attributes.ts";
import { broadcast, given, misfit, type ShapeRule } from "./rule.ts";

const matMul: ShapeRule = (context) => {
  const [a, b] = [given(context, 0), given(context, 1)];
  const batch = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const fits = a.shape.length >= 2 && b.shape.length >= 2 && a.shape.at(-1) === b.shape.at(-2);
  if (!fits || !batch || a.dtype !== b.dtype) {
    throw misfit(context, "matrices [..., m, k] and [..., k, n] of one dtype");
  }
  return [{ dtype: a.dtype, shape: [...batch, a.shape.at(-2)!, b.shape.at(-1)!] }];
};

const gemm: ShapeRule = (context) => {
  const [a, b, c] = [given(context, 0), given(context, 1), context.inputs[2]];
  const [ta, tb] = [intOf(context.attributes, "transA", 0), intOf(context.attributes, "transB", 0)];
  if (a.shape.length !== 2 || b.shape.length !== 2) throw misfit(context, "two matrices");
  const [m, k] = ta ? [a.shape[1]!, a.shape[0]!] : [a.shape[0]!, a.shape[1]!];
  const [k2, n] = tb ? [b.shape[1]!, b.shape[0]!] : [b.shape[0]!, b.shape[1]!];
  const biased = c ? broadcast([m, n], c.shape) : [m, n];
  if (k !== k2 || !biased || biased.length > 2 || biased[0] !== m || biased[1] !== n) {
    throw misfit(context, "matrices [m, k] and [k, n], and a bias that broadcasts to [m, n],");
  }
  return [{ dtype: a.dtype, shape: [m, n] }];
};

/** Matrix products. */
export const LINEAR_SHAPES: Readonly<Record<string, ShapeRule>> = { MatMul: matMul, Gemm: gemm };
