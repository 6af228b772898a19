import { intOf } from "../attributes.ts";
import { constantInts } from "../symbolic.ts";
import { given, likeFirst, normalAxis, type ShapeRule } from "./rule.ts";

const reduce: ShapeRule = (context) => {
  const x = given(context, 0);
  const axes = constantInts(context.inputs[1], "axes of a reduction")
    .map((axis) => normalAxis(context, axis, x.shape.length));
  const keep = intOf(context.attributes, "keepdims", 1);
  const shape = keep
    ? x.shape.map((d, i) => (axes.includes(i) ? 1 : d))
    : x.shape.filter((_, i) => !axes.includes(i));
  return [{ dtype: x.dtype, shape }];
};

/** Operators that fold axes, or normalise along one. */
export const REDUCTION_SHAPES: Readonly<Record<string, ShapeRule>> = {
  ReduceSum: reduce,
  ReduceMean: reduce,
  ReduceMax: reduce,
  ReduceMin: reduce,
  Softmax: likeFirst,
  LogSoftmax: likeFirst,
};
