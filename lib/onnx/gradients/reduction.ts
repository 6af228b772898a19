import { intOf } from "../attributes.ts";
import * as o from "../ops/mod.ts";
import { constantInts, type Symbolic } from "../symbolic.ts";
import { type GradientRule, type RuleContext } from "./rule.ts";

/** The folded axes, each once. */
const axesOf = (
  { inputs: [x, axes] }: RuleContext,
): number[] => [...new Set(constantInts(axes, "axes").map((a) => (a < 0 ? a + x!.shape.length : a)))];

/** A folded tensor with its folded axes back, of size 1. */
const unfold = (context: RuleContext, folded: Symbolic): Symbolic => {
  const axes = axesOf(context);
  return o.reshape(folded, context.inputs[0]!.shape.map((d, i) => (axes.includes(i) ? 1 : d)));
};

/** The cotangent goes to the extreme elements, in equal shares. */
const extreme: GradientRule = (context) => {
  const [x, axes] = [context.inputs[0]!, axesOf(context)];
  const winners = o.cast(o.equal(x, unfold(context, context.y)), x.dtype);
  const share = o.div(unfold(context, context.g), o.reduceSum(winners, { axes, keep: true }));
  return [o.mul(share, winners)];
};

const mean: GradientRule = (context) => {
  const count = axesOf(context).reduce((n, a) => n * context.inputs[0]!.shape[a]!, 1);
  return [o.mul(unfold(context, context.g), 1 / count)];
};

const softmax: GradientRule = ({ g, y, attributes }) => {
  const axes = [intOf(attributes, "axis", -1)];
  return [o.mul(y, o.sub(g, o.reduceSum(o.mul(g, y), { axes, keep: true })))];
};

const logSoftmax: GradientRule = ({ g, y, attributes }) => {
  const axes = [intOf(attributes, "axis", -1)];
  return [o.sub(g, o.mul(o.exp(y), o.reduceSum(g, { axes, keep: true })))];
};

/** Rules of the operators that fold axes. */
export const REDUCTION_GRADIENTS: Readonly<Record<string, GradientRule>> = {
  ReduceSum: (context) => [unfold(context, context.g)],
  ReduceMean: mean,
  ReduceMax: extreme,
  ReduceMin: extreme,
  Softmax: softmax,
  LogSoftmax: logSoftmax,
};
