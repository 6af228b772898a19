import { CONVOLUTION_SHAPES } from "./convolution.ts";
import { ELEMENTWISE_SHAPES } from "./elementwise.ts";
import { INDEXING_SHAPES } from "./indexing.ts";
import { LAYOUT_SHAPES } from "./layout.ts";
import { LINEAR_SHAPES } from "./linear.ts";
import { REDUCTION_SHAPES } from "./reduction.ts";
import { type ShapeRule } from "./rule.ts";

/** The shape rule of every operator that graphs are made of. */
export const SHAPES: Readonly<Record<string, ShapeRule>> = {
  ...ELEMENTWISE_SHAPES,
  ...LINEAR_SHAPES,
  ...CONVOLUTION_SHAPES,
  ...LAYOUT_SHAPES,
  ...INDEXING_SHAPES,
  ...REDUCTION_SHAPES,
};
