import { mapSize, type Size } from "../generators/size.ts";
import { indices, onAxis, pixels, type Span, tent } from "../generators/windows/span.ts";
import { type Place, resample, wholePlace } from "../generators/windows/window_map.ts";
import * as o from "../onnx/ops/mod.ts";
import { type Arg, constant, type Symbolic } from "../onnx/symbolic.ts";
import { float32 } from "../tensor.ts";

/** A feature map, or parts of it, seen on a grid of pixels, the picture's or a coarser one: resized bilinearly, sampled bilinearly. */
export interface FeatureView {
  /** The whole map for all handles, [1, C, h, w], or a window of it for each of n, [n, C, h, w]. */
  readonly map: Symbolic;
  /** Where the map's rows and columns lie on the whole map. */
  readonly place: Place;
  /** Height and width of the whole map. */
  readonly size: Size;
  /** Height and width of the grid. */
  readonly grid: Size;
  /**
   * The same features no farther than `reach` from points [n, 2], in pixels of the grid: a gradient is computed there only.
   * Absent where that spares nothing.
   */
  readonly near?: (points: Symbolic, reach: number) => FeatureView;
}

/** The features of a view no farther than `reach` pixels of the grid from points [n, 2], for what is differentiated. */
export const viewNear = (view: FeatureView, points: Symbolic, reach: number): FeatureView =>
  view.near?.(points, reach) ?? view;

/** The view of a whole map [1, C, h, w] on a grid. */
export const wholeView = (map: Symbolic, grid: Size): FeatureView => ({
  map,
  place: wholePlace(mapSize(map)),
  size: mapSize(map),
  grid,
});

/** Pixels of the grid per feature pixel, down the rows: maps have the picture's shape. */
export const featureSpacing = ({ size, grid }: Pick<FeatureView, "size" | "grid">): number =>
  grid[0] / size[0];

/** One axis of a view: its features, how many the whole map has, and how many pixels the grid. */
interface Axis {
  readonly span: Span;
  readonly size: number;
  readonly grid: number;
}

/** Rows and columns of a view. */
const axesOf = ({ place: { rows, columns }, size, grid }: FeatureView): { rows: Axis; columns: Axis } => ({
  rows: { span: rows, size: size[0], grid: grid[0] },
  columns: { span: columns, size: size[1], grid: grid[1] },
});

/** The features that each line of the grid is resized from, clamped at the ends (half-pixel centres): [n, R, span]. */
function resizing({ span, size, grid }: Axis): Symbolic {
  const source = (_: unknown, i: number): number =>
    Math.min(Math.max(((i + 0.5) * size) / grid - 0.5, 0), size - 1);
  const sources = constant(float32([1, grid, 1], Float32Array.from({ length: grid }, source)));
  const at = o.reshape(pixels(span), [-1, 1, span.size]);
  return tent(o.sub(sources, at));
}

/**
 * Which features a line of samples reads, and how much of each: coordinates [n, k] (pixels of the grid) to
 * [n, k, span]. Rows of weights outside of the grid are zero.
 */
function selection(coordinates: Symbolic, axis: Axis): Symbolic {
  const column = o.reshape(coordinates, [...coordinates.shape, 1]);
  const onGrid = tent(o.sub(column, indices(axis.grid)));
  return o.matMul(onGrid, resizing(axis));
}

/**
 * Features at the crossings of rows `ys` and columns `xs`, each [n, k] in pixels of the grid: [n, C, k, k].
 * Two products with selection matrices, so that it is differentiable and its places may be computed.
 */
export function sampleGrid(view: FeatureView, xs: Symbolic, ys: Symbolic): Symbolic {
  const { rows, columns } = axesOf(view);
  return resample(view.map, selection(ys, rows), selection(xs, columns));
}

/**
 * Features at the crossings of rows `ys` and columns `xs`, each [n, k] in pixels of the whole map (not of the grid),
 * bilinearly between the map's pixels: [n, C, k, k]. Beyond the map they are those of its border.
 */
export function sampleMap(view: FeatureView, xs: Symbolic, ys: Symbolic): Symbolic {
  const weights = (v: Symbolic, { span, size }: Axis): Symbolic => {
    const at = o.reshape(o.clip(v, 0, size - 1), [...v.shape, 1]);
    return tent(o.sub(at, o.reshape(pixels(span), [-1, 1, span.size])));
  };
  const { rows, columns } = axesOf(view);
  return resample(view.map, weights(ys, rows), weights(xs, columns));
}

/** A square of samples around each of n points. */
export interface Window {
  /** x of the columns, [n, k] in pixels of the grid. */
  readonly xs: Symbolic;
  /** y of the rows, [n, k] in pixels of the grid. */
  readonly ys: Symbolic;
  /** 1 where a sample lies on the grid, else 0: [n, k, k]. */
  readonly inside: Symbolic;
}

/**
 * The square of samples at k offsets along both axes from points [n, 2], in pixels of a grid, or of a map, of a size.
 */
export function gridAround(points: Symbolic, offsets: readonly number[], grid: Size): Window {
  const line = constant(float32([offsets.length], offsets));
  const [xs, ys] = [0, 1].map((axis) => o.add(o.slice(points, 1, axis, axis + 1), line)) as [
    Symbolic,
    Symbolic,
  ];
  return { xs, ys, inside: insideOf(xs, ys, grid) };
}

/** 1 where the crossings of rows `ys` and columns `xs`, each [n, k], lie on a grid, else 0: [n, k, k]. */
export const insideOf = (xs: Symbolic, ys: Symbolic, [height, width]: Size): Symbolic =>
  outer(onAxis(ys, height), onAxis(xs, width));

/** The window of all offsets up to `radius` (a whole number of) pixels around points [n, 2]: k = 2 · radius + 1. */
export const windowAround = (points: Symbolic, radius: number, grid: Size): Window =>
  gridAround(points, Array.from({ length: 2 * radius + 1 }, (_, i) => i - radius), grid);

/** a[n, i] · b[n, j] as [n, i, j]. */
const outer = (a: Symbolic, b: Symbolic): Symbolic =>
  o.mul(o.reshape(a, [...a.shape, 1]), o.reshape(b, [b.shape[0]!, 1, b.shape[1]!]));

/** Features of a window, shifted by [n, 2] pixels where given: [n, C, k, k]. Outside of the grid they are 0. */
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
