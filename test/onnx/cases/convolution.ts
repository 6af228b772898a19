import * as o from "../../../lib/onnx/ops/mod.ts";
import { op } from "../../../lib/onnx/symbolic.ts";
import { type Case, casesOf, given, normal, single, spread } from "./case.ts";

const map = (...shape: number[]): ReturnType<typeof single> => single(normal(shape, 1));
const weights = (...shape: number[]): ReturnType<typeof single> => single(normal(shape, 2));
const bias = (m: number): ReturnType<typeof single> => single(normal([m], 3));

type Size = readonly [number, number, number, number];

const conv = (name: string, x: Size, w: Size, options: o.ConvOptions = {}, avoids: string[] = []): Case =>
  casesOf("Conv")(name, (x, w) => o.conv(x, w, options), [map(...x), weights(...w)], { avoids });

const transposed = (name: string, x: Size, w: Size, options: o.ConvTransposeOptions = {}): Case =>
  casesOf("ConvTranspose")(name, (x, w) => o.convTranspose(x, w, options), [map(...x), weights(...w)]);

const average = (
  name: string,
  x: Size,
  kernel: readonly [number, number],
  options: o.WindowOptions = {},
): Case => casesOf("AveragePool")(name, (x) => o.averagePool(x, kernel, options), [map(...x)]);

const largest = (
  name: string,
  x: Size,
  kernel: readonly [number, number],
  options: o.WindowOptions = {},
): Case => casesOf("MaxPool")(name, (x) => o.maxPool(x, kernel, options), [spread(x)]);

const convolutions: readonly Case[] = [
  conv("3×3", [2, 2, 4, 5], [3, 2, 3, 3], {}, ["ConvTranspose"]),
  conv("3×3, pad 1", [1, 2, 4, 5], [3, 2, 3, 3], { pad: 1 }, ["ConvTranspose"]),
  conv("3×3, padded to its full reach", [1, 2, 3, 2], [3, 2, 3, 3], { pad: 2 }, ["ConvTranspose"]),
  conv("2×3", [1, 2, 4, 4], [2, 2, 2, 3]),
  conv("3×2", [1, 2, 4, 4], [2, 2, 3, 2]),
  conv("1×1", [2, 3, 3, 2], [2, 3, 1, 1], {}, ["ConvTranspose", "Slice"]),
  casesOf("Conv")("ONNX's own defaults", (x, w) => op("Conv", [x, w]), [
    map(1, 2, 4, 4),
    weights(2, 2, 2, 2),
  ]),
  conv("1×1, padded beyond its reach", [1, 2, 3, 2], [2, 2, 1, 1], { pad: 1 }),
  conv("1×3", [1, 2, 3, 4], [2, 2, 1, 3], { pad: [0, 1, 0, 1] }),
  conv("3×1", [1, 2, 4, 3], [2, 2, 3, 1], { pad: [1, 0, 1, 0] }),
  conv("asymmetric pads", [1, 2, 4, 5], [2, 2, 3, 3], { pad: [0, 1, 2, 1] }),
  conv("asymmetric pads, stride 2", [1, 2, 5, 4], [2, 2, 3, 3], { pad: [2, 0, 1, 1], stride: 2 }),
  conv("stride 2, nothing left over", [1, 2, 5, 5], [2, 2, 3, 3], { stride: 2 }),
  conv("stride 3, some left over", [1, 2, 9, 10], [2, 2, 2, 2], { stride: 3 }),
  conv("strides 2 and 1", [1, 2, 6, 4], [2, 2, 3, 3], { stride: [2, 1], pad: 1 }),
  conv("stride 2 of a 1×1", [1, 2, 4, 5], [2, 2, 1, 1], { stride: 2 }),
  conv("dilation 2", [1, 2, 6, 7], [2, 2, 3, 3], { dilation: 2 }),
  conv("dilations 1 and 2, padded", [1, 2, 4, 6], [2, 2, 3, 3], { dilation: [1, 2], pad: [1, 2, 1, 2] }),
  conv("dilation 2, stride 2", [1, 2, 8, 7], [2, 2, 3, 3], { dilation: 2, stride: 2 }),
  conv("2 groups", [2, 4, 4, 4], [6, 2, 3, 3], { group: 2, pad: 1 }),
  conv("2 groups, stride 2", [1, 4, 5, 6], [2, 2, 3, 3], { group: 2, stride: 2 }),
  conv("depthwise", [1, 3, 4, 4], [3, 1, 3, 3], { group: 3 }),
  casesOf("Conv")("bias", (x, w, b) => o.conv(x, w, { bias: b!, pad: 1 }), [
    map(2, 2, 3, 4),
    weights(3, 2, 3, 3),
    bias(3),
  ]),
];

const transposes: readonly Case[] = [
  transposed("3×3", [2, 2, 3, 4], [2, 3, 3, 3]),
  transposed("1×1", [1, 2, 3, 4], [2, 3, 1, 1]),
  transposed("stride 2", [1, 2, 3, 2], [2, 2, 3, 3], { stride: 2 }),
  transposed("stride 2, pad 1, output padding 1", [1, 2, 3, 2], [2, 2, 3, 3], {
    stride: 2,
    pad: 1,
    outputPadding: [1, 1],
  }),
  transposed("strides 3 and 2, asymmetric pads and output padding", [1, 2, 3, 3], [2, 2, 4, 3], {
    stride: [3, 2],
    pad: [1, 0, 2, 1],
    outputPadding: [2, 0],
  }),
  transposed("dilation 2", [1, 2, 3, 3], [2, 2, 2, 2], { dilation: 2 }),
  transposed("2 groups", [1, 4, 3, 3], [4, 2, 3, 3], { group: 2, stride: 2, pad: 1 }),
  casesOf("ConvTranspose")("bias", (x, w, b) => o.convTranspose(x, w, { bias: b! }), [
    map(2, 2, 3, 2),
    weights(2, 3, 2, 2),
    bias(3),
  ]),
];

/** Cases of convolutions, pooling and resizing. */
export const CONVOLUTION_CASES: readonly Case[] = [
  ...convolutions,
  ...transposes,
  average("apart", [1, 2, 4, 6], [2, 3]),
  average("overlapping", [2, 2, 5, 5], [3, 3], { stride: 2 }),
  average("overlapping at stride 1, padded", [1, 2, 4, 4], [3, 3], { stride: 1, pad: 1 }),
  average("asymmetric pads", [1, 2, 4, 5], [3, 2], { stride: 2, pad: [1, 0, 2, 1] }),
  average("some left over", [1, 1, 5, 7], [2, 2]),
  largest("apart", [1, 2, 4, 6], [2, 3]),
  largest("overlapping and padded", [2, 2, 5, 5], [3, 3], { stride: 2, pad: 1 }),
  largest("overlapping at stride 1", [1, 2, 4, 3], [2, 2], { stride: 1 }),
  casesOf("MaxPool")("the first where they tie", (x) => o.maxPool(x, [2, 2]), [
    given([1, 1, 2, 2], [1, 2, 2, 2]),
  ], {
    gradients: [[0, 1, 0, 0]],
  }),
  casesOf("Resize")("nearest, doubled", (x) => o.upsampleNearest(x, 2), [map(2, 2, 2, 3)]),
  casesOf("Resize")("nearest, tripled", (x) => o.upsampleNearest(x, 3), [map(1, 2, 3, 2)]),
];
