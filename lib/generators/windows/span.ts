import * as o from "../../onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../onnx/symbolic.ts";
import { float32 } from "../../tensor.ts";

/** A run of pixels along one axis of a map, one run for each of m windows. It may stick out of the map. */
export interface Span {
  /** First pixel of each run, [m, 1], whole numbers. */
  readonly start: Symbolic;
  /** How many pixels each has. */
  readonly size: number;
}

/** 0, 1, …, n − 1 as a constant, [n]. */
export const indices = (n: number): Symbolic =>
  constant(float32([n], Float32Array.from({ length: n }, (_, i) => i)));

/** The run of `size` pixels from a pixel that is known. */
export const spanAt = (start: number, size: number): Span => ({
  start: constant(float32([1, 1], [start])),
  size,
});

/** A span with `ring` pixels more on either side. */
export const grown = ({ start, size }: Span, ring: number): Span => ({
  start: o.sub(start, ring),
  size: size + 2 * ring,
});

/** The rows or columns 2s + 1 to 2(s + size) − 2 of a map of twice the pixels: those whose two neighbours lie on a span. */
export const doubled = ({ start, size }: Span): Span => ({
  start: o.add(o.mul(start, 2), 1),
  size: 2 * size - 2,
});

/** The pixels of the runs, [m, size]. */
export const pixels = ({ start, size }: Span): Symbolic => o.add(start, indices(size));

/** 1 for the places that lie on an axis of `length` pixels, else 0, in their shape. */
export const onAxis = (places: Symbolic, length: number): Symbolic =>
  o.cast(o.and(o.greaterOrEqual(places, 0), o.lessOrEqual(places, length - 1)), "float32");

/** 1 − |d| where that is positive, else 0. */
export const tent = (d: Symbolic): Symbolic => o.relu(o.sub(1, o.abs(d)));

const columnOf = (span: Span): Symbolic => o.reshape(pixels(span), [-1, span.size, 1]);
const lineOf = (span: Span): Symbolic => o.reshape(pixels(span), [-1, 1, span.size]);

/** The matrices [m, to, from] that pick the pixels of `to` out of `from`; 0 where `from` has none of them. */
export const picking = (to: Span, from: Span): Symbolic => tent(o.sub(columnOf(to), lineOf(from)));

/** The matrices [m, to, from] by which every pixel of `from` becomes two of `to`: nearest up-sampling. */
export const repeating = (to: Span, from: Span): Symbolic =>
  tent(o.sub(o.floor(o.mul(columnOf(to), 0.5)), lineOf(from)));
