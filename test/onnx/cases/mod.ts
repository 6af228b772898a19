import { type Case } from "./case.ts";
import { CONVOLUTION_CASES } from "./convolution.ts";
import { ELEMENTWISE_CASES } from "./elementwise.ts";
import { INDEXING_CASES } from "./indexing.ts";
import { LAYOUT_CASES } from "./layout.ts";
import { LINEAR_CASES } from "./linear.ts";
import { NORMALIZATION_CASES } from "./normalization.ts";
import { REDUCTION_CASES } from "./reduction.ts";

/** Uses of every operator that has a derivative, in all the ways that its rule tells apart. */
export const CASES: readonly Case[] = [
  ...ELEMENTWISE_CASES,
  ...LINEAR_CASES,
  ...CONVOLUTION_CASES,
  ...LAYOUT_CASES,
  ...INDEXING_CASES,
  ...REDUCTION_CASES,
  ...NORMALIZATION_CASES,
];
