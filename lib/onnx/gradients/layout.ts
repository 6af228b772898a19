import { intOf, intsOf } from "../attributes.ts";
import * as o from "../ops/mod.ts";
import { constantInts, type Symbolic } from "../symbolic.ts";
import { type GradientRule, type RuleContext, zerosOf } from "./rule.ts";

const concat: GradientRule = ({ g, inputs, attributes }) => {
  const axis = intOf(attributes, "axis", 0);
  return o.split(g, axis, inputs.map((x) => x.shape.at(axis)!));
};

const split: GradientRule = ({ cotangents, outputs, attributes }) => [
  o.concat(cotangents.map((g, i) => g ?? zerosOf(outputs[i]!)), intOf(attributes, "axis", 0)),
];

/** Puts `step` − 1 zeros between the elements of an axis. */
function dilate(g: Symbolic, axis: number, step: number): Symbolic {
  const length = g.shape[axis]!;
  const split = o.reshape(g, g.shape.toSpliced(axis + 1, 0, 1));
  const after = split.shape.map((_, i) => (i === axis + 1 ? step - 1 : 0));
  const padded = o.pad(split, split.shape.map(() => 0), after);
  return o.slice(o.reshape(padded, g.shape.with(axis, length * step)), axis, 0, (length - 1) * step + 1);
}

/** Puts the cotangent of a slice along one axis back to where it was cut. */
function unslice(g: Symbolic, axis: number, size: number, start: number, step: number): Symbolic {
  const length = g.shape[axis]!;
  if (length === 0) return zerosOf({ dtype: g.dtype, shape: g.shape.with(axis, size) });
  const backwards = step < 0;
  const from = Math.min(Math.max(start < 0 ? start + size : start, 0), size - 1);
  const first = backwards ? from + (length - 1) * step : from;
  const forward = backwards ? o.flip(g, axis) : g;
  const spread = Math.abs(step) === 1 ? forward : dilate(forward, axis, Math.abs(step));
  const around = (n: number): number[] => g.shape.map((_, i) => (i === axis ? n : 0));
  return o.pad(spread, around(first), around(size - first - spread.shape[axis]!));
}

const slice: GradientRule = ({ g, inputs: [x, ...bounds] }) => {
  const [starts, , axes, steps] = bounds.map((b) => constantInts(b, "bounds of Slice"));
  const back = axes!.reduce((cotangent, axis, i) => {
    const a = axis < 0 ? axis + x!.shape.length : axis;
    return unslice(cotangent, a, x!.shape[a]!, starts![i]!, steps![i]!);
  }, g);
  return [back];
};

const pad: GradientRule = ({ g, inputs: [x, pads] }) => {
  const before = constantInts(pads, "pads of Pad");
  return [x!.shape.reduce((cut, size, axis) => o.slice(cut, axis, before[axis]!, before[axis]! + size), g)];
};

const depthToSpace = ({ g, inputs: [x], attributes }: RuleContext): readonly Symbolic[] => {
  const block = intOf(attributes, "blocksize", 1);
  const [n, c, h, w] = x!.shape as [number, number, number, number];
  const cells = o.reshape(g, [n, c / (block * block), h, block, w, block]);
  return [o.reshape(o.transpose(cells, [0, 1, 3, 5, 2, 4]), x!.shape)];
};

const transpose: GradientRule = ({ g, attributes }) => {
  const perm = intsOf(attributes, "perm", []);
  return [o.transpose(g, perm.map((_, i) => perm.indexOf(i)))];
};

/** Rules of the operators that move elements. */
export const LAYOUT_GRADIENTS: Readonly<Record<string, GradientRule>> = {
  Reshape: ({ g, inputs: [x] }) => [o.reshape(g, x!.shape)],
  Transpose: transpose,
  Expand: ({ g }) => [g],
  Concat: concat,
  Split: split,
  Slice: slice,
  Pad: pad,
  DepthToSpace: depthToSpace,
};
