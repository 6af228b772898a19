import { CONVOLUTION_GRADIENTS } from "./convolution.ts";
import { ELEMENTWISE_GRADIENTS } from "./elementwise.ts";
import { INDEXING_GRADIENTS } from "./indexing.ts";
import { LAYOUT_GRADIENTS } from "./layout.ts";
import { LINEAR_GRADIENTS } from "./linear.ts";
import { NORMALIZATION_GRADIENTS } from "./normalization.ts";
import { REDUCTION_GRADIENTS } from "./reduction.ts";
import { type GradientRule, NO_DERIVATIVE } from "./rule.ts";

/** The gradient table: the rule of every operator that graphs are made of. */
export const GRADIENTS: Readonly<Record<string, GradientRule>> = {
  ...ELEMENTWISE_GRADIENTS,
  ...LINEAR_GRADIENTS,
  ...CONVOLUTION_GRADIENTS,
  ...LAYOUT_GRADIENTS,
  ...INDEXING_GRADIENTS,
  ...REDUCTION_GRADIENTS,
  ...NORMALIZATION_GRADIENTS,
  Alias: ({ g }) => [g],
  Named: ({ g }) => [g],
  StopGradient: NO_DERIVATIVE,
};
