import { indices, onAxis, pixels, type Span } from "../generators/windows/span.ts";
import { type Place, resample, wholePlace } from "../generators/windows/window_map.ts";
import * as o from "../onnx/ops/mod.ts";
import { type Arg, constant, type Symbolic } from "../onnx/symbolic.ts";
import { float32 } from "../tensor.ts";

/** A feature map, or parts of it, seen on the pixel grid of the picture: resized bilinearly, sampled bilinearly. */
export interface FeatureView {
  /** The whole map for all handles, [1, C, h, w], or a window of it for each of n, [n, C, h, w]. */
  readonly map: Symbolic;
  /** Where the map's rows and columns lie on the whole map. */
  readonly place: Place;
  /** Height and width of the whole map. */
  readonly size: number;
  /** Height and width of the picture, in pixels. */
  readonly resolution: number;
}

/** The view of a whole map [1, C, h, w] for a picture of `resolution` pixels. */
export const wholeView = (map: Symbolic, resolution: number): FeatureView => ({
  map,
  place: wholePlace(map.shape[2]!),
  size: map.shape[2]!,
  resolution,
});

/** The features that each line of the picture is resized from, clamped at the ends (half-pixel centres): [n, R, span]. */
function resizing(span: Span, { size, resolution }: FeatureView): Symbolic {
  const source = (_: unknown, i: number): number =>
    Math.min(Math.max(((i + 0.5) * size) / resolution - 0.5, 0), size - 1);
  const sources = constant(float32([1, resolution, 1], Float32Array.from({ length: resolution }, source)));
  const at = o.reshape(pixels(span), [-1, 1, span.size]);
  return o.relu(o.sub(1, o.abs(o.sub(sources, at))));
}

/**
 * Which features a line of samples reads, and how much of each: coordinates [n, k] (pixels of the picture) to
 * [n, k, span]. Rows of weights outside of the picture are zero.
 */
function selection(coordinates: Symbolic, span: Span, view: FeatureView): Symbolic {
  const column = o.reshape(coordinates, [...coordinates.shape, 1]);
  const onPicture = o.relu(o.sub(1, o.abs(o.sub(column, indices(view.resolution)))));
  return o.matMul(onPicture, resizing(span, view));
}

/**
 * Features at the crossings of rows `ys` and columns `xs`, each [n, k] in pixels of the picture: [n, C, k, k].
 * Two products with selection matrices, so that it is differentiable and its places may be computed.
 */
export const sampleGrid = (view: FeatureView, xs: Symbolic, ys: Symbolic): Symbolic =>
  resample(view.map, selection(ys, view.place.rows, view), selection(xs, view.place.columns, view));

/**
 * Features at the crossings of rows `ys` and columns `xs`, each [n, k] in pixels of the whole map (not of the picture),
 * bilinearly between the map's pixels: [n, C, k, k]. Beyond the map they are those of its border.
 */
export function sampleMap(view: FeatureView, xs: Symbolic, ys: Symbolic): Symbolic {
  const weights = (v: Symbolic, span: Span): Symbolic => {
    const at = o.reshape(o.clip(v, 0, view.size - 1), [...v.shape, 1]);
    return o.relu(o.sub(1, o.abs(o.sub(at, o.reshape(pixels(span), [-1, 1, span.size])))));
  };
  return resample(view.map, weights(ys, view.place.rows), weights(xs, view.place.columns));
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

/**
 * The square of samples at k offsets along both axes from points [n, 2], in pixels of a picture, or of a map, that has
 * `resolution` of them.
 */
export function gridAround(points: Symbolic, offsets: readonly number[], resolution: number): Window {
  const line = constant(float32([offsets.length], offsets));
  const [xs, ys] = [0, 1].map((axis) => o.add(o.slice(points, 1, axis, axis + 1), line)) as [
    Symbolic,
    Symbolic,
  ];
  return { xs, ys, inside: outer(onAxis(ys, resolution), onAxis(xs, resolution)) };
}

/** The window of all offsets up to `radius` (a whole number of) pixels around points [n, 2]: k = 2 · radius + 1. */
export const windowAround = (points: Symbolic, radius: number, resolution: number): Window =>
  gridAround(points, Array.from({ length: 2 * radius + 1 }, (_, i) => i - radius), resolution);

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
