import * as o from "../../../lib/onnx/ops/mod.ts";
import { op } from "../../../lib/onnx/symbolic.ts";
import { type Case, casesOf, normal, single } from "./case.ts";

const instance = casesOf("InstanceNormalization");
const layer = casesOf("LayerNormalization");

/** Cases of the normalisations, with an ε large enough to be missed where it is forgotten. */
export const NORMALIZATION_CASES: readonly Case[] = [
  instance("maps", (x, s, b) => o.instanceNorm(x, s, b, 0.25), [
    single(normal([2, 3, 3, 2], 1)),
    single(normal([3], 2)),
    single(normal([3], 3)),
  ]),
  instance("sequences", (x, s, b) => o.instanceNorm(x, s, b), [
    single(normal([2, 2, 5], 1)),
    single(normal([2], 2)),
    single(normal([2], 3)),
  ]),
  instance("ONNX's own epsilon", (x, s, b) => op("InstanceNormalization", [x, s, b]), [
    single(normal([1, 2, 3, 2], 1)),
    single(normal([2], 2)),
    single(normal([2], 3)),
  ]),
  instance("groups of channels", (x, s, b) => o.groupNorm(x, 2, s, b, 0.25), [
    single(normal([2, 4, 2, 3], 1)),
    single(normal([4], 2)),
    single(normal([4], 3)),
  ]),
  layer("rows", (x, s, b) => o.layerNorm(x, s, b, 0.25), [normal([2, 4], 1), normal([4], 2), normal([4], 3)]),
  layer("two axes in front", (x, s, b) => o.layerNorm(x, s, b), [
    normal([2, 3, 5], 1),
    normal([5], 2),
    normal([5], 3),
  ]),
  layer("without shift", (x, s) => op("LayerNormalization", [x, s]), [normal([3, 4], 1), normal([4], 2)]),
];
