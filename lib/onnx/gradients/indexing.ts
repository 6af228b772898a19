import { intOf } from "../attributes.ts";
import * as o from "../ops/mod.ts";
import { type GradientRule, NO_DERIVATIVE, zerosOf } from "./rule.ts";

const gather: GradientRule = ({ g, inputs: [x, indices], attributes }) => {
  const axis = intOf(attributes, "axis", 0);
  const a = axis < 0 ? axis + x!.shape.length : axis;
  const flat = o.reshape(g, [...x!.shape.slice(0, a), -1, ...x!.shape.slice(a + 1)]);
  const at = o.reshape(indices!, flat.shape.map((d, i) => (i === a ? d : 1)));
  return [o.scatterElementsAdd(zerosOf(x!), o.expand(at, flat.shape), flat, a)];
};

/** Rules of the operators that look elements up by index. */
export const INDEXING_GRADIENTS: Readonly<Record<string, GradientRule>> = {
  Gather: gather,
  GatherElements: ({ g, inputs: [x, indices], attributes }) => [
    o.scatterElementsAdd(zerosOf(x!), indices!, g, intOf(attributes, "axis", 0)),
  ],
  GatherND: ({ g, inputs: [x, indices] }) => [o.scatterNDAdd(zerosOf(x!), indices!, g)],
  ScatterElements: ({ g, inputs: [, indices], attributes }) => [
    g,
    undefined,
    o.gatherElements(g, indices!, intOf(attributes, "axis", 0)),
  ],
  ScatterND: ({ g, inputs: [, indices] }) => [g, undefined, o.gatherND(g, indices!)],
  TopK: ({ cotangents: [g], inputs: [x], outputs: [, indices], attributes }) => [
    g && o.scatterElementsAdd(zerosOf(x!), indices!, g, intOf(attributes, "axis", -1)),
  ],
  ArgMax: NO_DERIVATIVE,
  ArgMin: NO_DERIVATIVE,
};
