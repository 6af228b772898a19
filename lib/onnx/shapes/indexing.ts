import { intOf } from "../attributes.ts";
import { constantInts } from "../symbolic.ts";
import { given, misfit, normalAxis, type ShapeRule } from "./rule.ts";

const gather: ShapeRule = (context) => {
  const [x, at] = [given(context, 0), given(context, 1)];
  const axis = normalAxis(context, intOf(context.attributes, "axis", 0), x.shape.length);
  if (at.dtype !== "int64") throw misfit(context, "int64 indices");
  return [{ dtype: x.dtype, shape: [...x.shape.slice(0, axis), ...at.shape, ...x.shape.slice(axis + 1)] }];
};

const gatherElements: ShapeRule = (context) => {
  const [x, at] = [given(context, 0), given(context, 1)];
  if (at.dtype !== "int64" || at.shape.length !== x.shape.length) {
    throw misfit(context, "int64 indices of equal rank");
  }
  return [{ dtype: x.dtype, shape: at.shape }];
};

const scatterElements: ShapeRule = (context) => {
  const [x, at, updates] = [given(context, 0), given(context, 1), given(context, 2)];
  const alike = at.shape.length === updates.shape.length && at.shape.every((d, i) => d === updates.shape[i]);
  if (at.dtype !== "int64" || !alike || x.dtype !== updates.dtype) {
    throw misfit(context, "int64 indices shaped as the updates");
  }
  return [{ dtype: x.dtype, shape: x.shape }];
};

/** The shape of what index tuples along the last axis of `at` pick. */
const picked = (x: readonly number[], at: readonly number[]): number[] => [
  ...at.slice(0, -1),
  ...x.slice(at.at(-1)!),
];

const scatterND: ShapeRule = (context) => {
  const [x, at, updates] = [given(context, 0), given(context, 1), given(context, 2)];
  const shape = picked(x.shape, at.shape);
  const fits = at.shape.at(-1)! <= x.shape.length && shape.length === updates.shape.length &&
    shape.every((d, i) => d === updates.shape[i]);
  if (at.dtype !== "int64" || !fits || x.dtype !== updates.dtype) {
    throw misfit(context, "int64 index tuples and updates for each");
  }
  return [{ dtype: x.dtype, shape: x.shape }];
};

const gatherND: ShapeRule = (context) => {
  const [x, at] = [given(context, 0), given(context, 1)];
  if (at.dtype !== "int64" || at.shape.at(-1)! > x.shape.length) throw misfit(context, "int64 index tuples");
  return [{ dtype: x.dtype, shape: picked(x.shape, at.shape) }];
};

const argExtreme: ShapeRule = (context) => {
  const x = given(context, 0);
  const axis = normalAxis(context, intOf(context.attributes, "axis", 0), x.shape.length);
  const keep = intOf(context.attributes, "keepdims", 1);
  return [{ dtype: "int64", shape: keep ? x.shape.with(axis, 1) : x.shape.toSpliced(axis, 1) }];
};

const topK: ShapeRule = (context) => {
  const x = given(context, 0);
  const axis = normalAxis(context, intOf(context.attributes, "axis", -1), x.shape.length);
  const k = constantInts(context.inputs[1], "k of TopK")[0]!;
  if (k > x.shape[axis]!) throw misfit(context, `at least ${k} elements along axis ${axis}`);
  const shape = x.shape.with(axis, k);
  return [{ dtype: x.dtype, shape }, { dtype: "int64", shape }];
};

/** Operators that look elements up by index, or say where they are. */
export const INDEXING_SHAPES: Readonly<Record<string, ShapeRule>> = {
  Gather: gather,
  GatherElements: gatherElements,
  GatherND: gatherND,
  ScatterElements: scatterElements,
  ScatterND: scatterND,
  ArgMax: argExtreme,
  ArgMin: argExtreme,
  TopK: topK,
};
