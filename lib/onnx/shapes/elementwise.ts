import { intOf } from "../attributes.ts";
import { broadcast, elementwise, given, likeFirst, misfit, type ShapeRule } from "./rule.ts";
import { dtypeOfOnnx } from "../dtypes.ts";

const where: ShapeRule = (context) => {
  const [condition, a, b] = [given(context, 0), given(context, 1), given(context, 2)];
  const shape = broadcast(condition.shape, a.shape, b.shape);
  if (!shape) throw misfit(context, "shapes that broadcast");
  if (condition.dtype !== "bool" || a.dtype !== b.dtype) throw misfit(context, "a bool and two equal dtypes");
  return [{ dtype: a.dtype, shape }];
};

const cast: ShapeRule = (context) => [{
  dtype: dtypeOfOnnx(intOf(context.attributes, "to", 0)),
  shape: given(context, 0).shape,
}];

/** Operators that work element by element. */
export const ELEMENTWISE_SHAPES: Readonly<Record<string, ShapeRule>> = {
  Neg: likeFirst,
  Abs: likeFirst,
  Sign: likeFirst,
  Exp: likeFirst,
  Log: likeFirst,
  Sqrt: likeFirst,
  Reciprocal: likeFirst,
  Sin: likeFirst,
  Cos: likeFirst,
  Tanh: likeFirst,
  Sigmoid: likeFirst,
  Softplus: likeFirst,
  Erf: likeFirst,
  Relu: likeFirst,
  LeakyRelu: likeFirst,
  Clip: likeFirst,
  Floor: likeFirst,
  Ceil: likeFirst,
  Round: likeFirst,
  Not: likeFirst,
  Identity: likeFirst,
  Cast: cast,
  Add: elementwise(),
  Sub: elementwise(),
  Mul: elementwise(),
  Div: elementwise(),
  Pow: elementwise(),
  Min: elementwise(),
  Max: elementwise(),
  Equal: elementwise("bool"),
  Less: elementwise("bool"),
  LessOrEqual: elementwise("bool"),
  Greater: elementwise("bool"),
  GreaterOrEqual: elementwise("bool"),
  And: elementwise("bool"),
  Or: elementwise("bool"),
  Where: where,
};
