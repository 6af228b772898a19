import { sizeOf } from "../../tensor.ts";
import { intOf, intsOf } from "../attributes.ts";
import { constantInts } from "../symbolic.ts";
import { broadcast, given, misfit, normalAxis, type ShapeRule } from "./rule.ts";

const reshape: ShapeRule = (context) => {
  const x = given(context, 0);
  const shape = constantInts(context.inputs[1], "shape of Reshape");
  if (sizeOf(shape) !== sizeOf(x.shape)) {
    throw misfit(context, `as many elements as [${shape.join(", ")}] has`);
  }
  return [{ dtype: x.dtype, shape }];
};

const transpose: ShapeRule = (context) => {
  const x = given(context, 0);
  const perm = intsOf(context.attributes, "perm", []);
  const sorted = [...perm].sort((a, b) => a - b);
  if (perm.length !== x.shape.length || sorted.some((p, i) => p !== i)) {
    throw misfit(context, `a permutation of ${x.shape.length} axes, not [${perm.join(", ")}],`);
  }
  return [{ dtype: x.dtype, shape: perm.map((p) => x.shape[p]!) }];
};

const expand: ShapeRule = (context) => {
  const x = given(context, 0);
  const shape = broadcast(x.shape, constantInts(context.inputs[1], "shape of Expand"));
  if (!shape) throw misfit(context, "a shape that broadcasts");
  return [{ dtype: x.dtype, shape }];
};

const concat: ShapeRule = (context) => {
  const all = context.inputs.map((_, i) => given(context, i));
  const first = given(context, 0);
  const axis = normalAxis(context, intOf(context.attributes, "axis", 0), first.shape.length);
  const alike = all.every((x) =>
    x.dtype === first.dtype && x.shape.length === first.shape.length &&
    x.shape.every((d, i) => i === axis || d === first.shape[i])
  );
  if (!alike) throw misfit(context, `tensors that differ only along axis ${axis}`);
  const total = all.reduce((n, x) => n + x.shape[axis]!, 0);
  return [{ dtype: first.dtype, shape: first.shape.with(axis, total) }];
};

const split: ShapeRule = (context) => {
  const x = given(context, 0);
  const axis = normalAxis(context, intOf(context.attributes, "axis", 0), x.shape.length);
  const sizes = constantInts(context.inputs[1], "sizes of Split");
  if (sizes.reduce((n, s) => n + s, 0) !== x.shape[axis]) {
    throw misfit(context, `sizes that add up, not [${sizes.join(", ")}],`);
  }
  return sizes.map((size) => ({ dtype: x.dtype, shape: x.shape.with(axis, size) }));
};

const slice: ShapeRule = (context) => {
  const x = given(context, 0);
  const [starts, ends, axes, steps] = [1, 2, 3, 4].map((i) =>
    constantInts(context.inputs[i], "bounds of Slice")
  );
  if (steps!.includes(0)) throw misfit(context, "steps that are not 0");
  const shape = [...x.shape];
  axes!.forEach((axis, i) => {
    const a = normalAxis(context, axis, x.shape.length);
    shape[a] = sliceLength(x.shape[a]!, starts![i]!, ends![i]!, steps![i]!);
  });
  return [{ dtype: x.dtype, shape }];
};

/** How many elements a slice takes along an axis of `size`. */
function sliceLength(size: number, start: number, end: number, step: number): number {
  const last = step > 0 ? size : size - 1;
  const within = (v: number, low: number): number => Math.min(Math.max(v < 0 ? v + size : v, low), last);
  const length = (within(end, step > 0 ? 0 : -1) - within(start, 0)) / step;
  return Math.max(0, Math.ceil(length));
}

const pad: ShapeRule = (context) => {
  const x = given(context, 0);
  const pads = constantInts(context.inputs[1], "pads of Pad");
  const rank = x.shape.length;
  if (pads.length !== 2 * rank || pads.some((n) => n < 0)) {
    throw misfit(context, `${2 * rank} pads ≥ 0, not [${pads.join(", ")}],`);
  }
  return [{ dtype: x.dtype, shape: x.shape.map((d, i) => d + pads[i]! + pads[i + rank]!) }];
};

const depthToSpace: ShapeRule = (context) => {
  const x = given(context, 0);
  const block = intOf(context.attributes, "blocksize", 1);
  const [n, c, h, w] = x.shape;
  if (x.shape.length !== 4 || c! % (block * block) !== 0) {
    throw misfit(context, "a map whose channels divide");
  }
  return [{ dtype: x.dtype, shape: [n!, c! / (block * block), h! * block, w! * block] }];
};

/** Operators that move elements without looking at them. */
export const LAYOUT_SHAPES: Readonly<Record<string, ShapeRule>> = {
  Reshape: reshape,
  Transpose: transpose,
  Expand: expand,
  Concat: concat,
  Split: split,
  Slice: slice,
  Pad: pad,
  DepthToSpace: depthToSpace,
};
