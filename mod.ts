/**
 * StableDrag Lab: point-drag image editing as tensor functions over ONNX Runtime.
 *
 * Points are `[x, y]` in pixels of the full-resolution picture, x to the right, y down, pixel centres at integers.
 * Masks are 1 (white) where the picture may move. Radii are in pixels of the picture, with diffusion models of a grid of
 * half its size.
 *
 * @module
 */

export * from "./lib/datasets/mod.ts";
export * from "./lib/drag/mod.ts";
export * from "./lib/edit/mod.ts";
export * from "./lib/errors.ts";
export * from "./lib/figures/mod.ts";
export * from "./lib/formats/mod.ts";
export * from "./lib/generators/mod.ts";
export * from "./lib/inversion/mod.ts";
export * from "./lib/lab/mod.ts";
export * from "./lib/metrics/mod.ts";
export * from "./lib/notebook/mod.ts";
export * from "./lib/onnx/mod.ts";
export type { AdamState } from "./lib/optimise/adam.ts";
export { type ReportOptions, writeReport } from "./lib/report/report.ts";
export * from "./lib/runtime/mod.ts";
export type { Schema } from "./lib/schema.ts";
export * from "./lib/tensor.ts";
export * from "./lib/train/mod.ts";
