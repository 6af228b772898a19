import * as o from "../onnx/ops/mod.ts";
import { type Arg, constant, type Symbolic } from "../onnx/symbolic.ts";
import { float32 } from "../tensor.ts";

/** A feature map [1, C, h, w] seen on the pixel grid of the picture: resized bilinearly, sampled bilinearly. */
export interface FeatureView {
  /** The map, [1, C, h, w]. */
  readonly map: Symbolic;
  /** Height and width of the picture, in pixels. */
  readonly resolution: number;
}

/** 0, 1, …, n − 1 as a constant, [n]. */
export const places = (n: number): Symbolic =>
  constant(float32([n], Float32Array.from({ length: n }, (_, i) => i)));

/**
 * Which pixels a line of samples reads, and how much of each: coordinates [n, k] (pixels of the picture) to
 * [n, k, size] over the map's rows or columns. Rows of weights outside of the picture are zero.
 */
function selection(coordinates: Symbolic, size: number, resolution: number): Symbolic {
  const column = o.reshape(coordinates, [...coordinates.shape, 1]);
  const onPicture = o.relu(o.sub(1, o.abs(o.sub(column, places(resolution)))));
  if (size === resolution) return onPicture;
  return o.matMul(onPicture, constant(o.interpolationMatrix(size, resolution, "half-pixel")));
}

/**
 * Features at the crossings of rows `ys` and columns `xs`, each [n, k] in pixels of the picture: [n, C, k, k].
 * Two products with selection matrices, so that it is differentiable and its places may be computed.
 */
export function sampleGrid(view: FeatureView, xs: Symbolic, ys: Symbolic): Symbolic {
  const [, c, h, w] = view.map.shape as [number, number, number, number];
  const [n, k] = xs.shape as [number, number];
  const columns = o.transposeLast(selection(xs, w, view.resolution));
  const lines = o.reshape(o.matMul(o.reshape(view.map, [1, c * h, w]), columns), [n, c, h, k]);
  return o.matMul(o.reshape(selection(ys, h, view.resolution), [n, 1, k, h]), lines);
}

/** A square of samples around each of n points. */
export interface Window {
  /** x of the columns, [n, k] in pixels of the picture. */
  readonly xs: Symbolic;
  /** y of the rows, [n, k] in pixels of the picture. */
  readonly ys: Symbolic;
  /** 1 where a sample lies inside the picture, else 0: [n, k, k]. */
  readonly inside: Symbolic;
}

/** The window of all offsets up to `radius` (a whole number of) pixels around points [n, 2]: k = 2 · radius + 1. */
export function windowAround(points: Symbolic, radius: number, resolution: number): Window {
  const k = 2 * radius + 1;
  const offsets = constant(float32([k], Float32Array.from({ length: k }, (_, i) => i - radius)));
  const [xs, ys] = [0, 1].map((axis) => o.add(o.slice(points, 1, axis, axis + 1), offsets)) as [
    Symbolic,
    Symbolic,
  ];
  const within = (v: Symbolic): Symbolic =>
    o.cast(o.and(o.greaterOrEqual(v, 0), o.lessOrEqual(v, resolution - 1)), "float32");
  return { xs, ys, inside: outer(within(ys), within(xs)) };
}

/** a[n, i] · b[n, j] as [n, i, j]. */
const outer = (a: Symbolic, b: Symbolic): Symbolic =>
  o.mul(o.reshape(a, [...a.shape, 1]), o.reshape(b, [b.shape[0]!, 1, b.shape[1]!]));

/** Features of a window, shifted by [n, 2] pixels where given: [n, C, k, k]. Outside of the picture they are 0. */
export function windowFeatures(view: FeatureView, window: Window, shift?: Symbolic): Symbolic {
  const moved = (
    v: Symbolic,
    axis: number,
  ): Symbolic => (shift ? o.add(v, o.slice(shift, 1, axis, axis + 1)) : v);
  return sampleGrid(view, moved(window.xs, 0), moved(window.ys, 1));
}

/** Euclidean length of vectors [n, 2]: [n, 1]. */
export const lengths = (vectors: Symbolic): Symbolic =>
  o.sqrt(o.reduceSum(o.square(vectors), { axes: [1], keep: true }));

/** Feature vectors scaled to Euclidean length 1 over axis 1, in the shape of `x`. */
export const normalizedFeatures = (x: Arg): Symbolic =>
  o.div(x, o.sqrt(o.add(o.reduceSum(o.square(x), { axes: [1], keep: true }), 1e-12)));
