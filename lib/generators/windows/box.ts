import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Size } from "../size.ts";

/** A rectangle of pixels of a map. */
export interface Box {
  /** First column. */
  readonly x: number;
  /** First row. */
  readonly y: number;
  /** Columns. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
}

/** A rectangle and a ring of pixels around it. */
export const ringed = ({ x, y, width, height }: Box, ring: number): Box => ({
  x: x - ring,
  y: y - ring,
  width: width + 2 * ring,
  height: height + 2 * ring,
});

/** The smallest rectangle that holds two. */
export function union(a: Box, b: Box): Box {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

/** What two rectangles that meet have in common. */
export function intersection(a: Box, b: Box): Box {
  const [x, y] = [Math.max(a.x, b.x), Math.max(a.y, b.y)];
  return {
    x,
    y,
    width: Math.min(a.x + a.width, b.x + b.width) - x,
    height: Math.min(a.y + a.height, b.y + b.height) - y,
  };
}

/** All of a map. */
export const wholeBox = ([height, width]: Size): Box => ({ x: 0, y: 0, width, height });

/** The part of a rectangle that lies on a map. */
export const clipped = (box: Box, map: Size): Box => intersection(box, wholeBox(map));

/** A rectangle cut out of a map [N, C, rows, columns] that is the rectangle `from`, which holds it. */
export function crop(map: Symbolic, from: Box, { x, y, width, height }: Box): Symbolic {
  const rows = o.slice(map, 2, y - from.y, y - from.y + height);
  return o.slice(rows, 3, x - from.x, x - from.x + width);
}

/** Pixels of `outer` beyond `inner` on its four sides, as convolutions are padded: top, left, bottom, right. */
export const margins = (outer: Box, inner: Box): readonly [number, number, number, number] => [
  inner.y - outer.y,
  inner.x - outer.x,
  outer.y + outer.height - inner.y - inner.height,
  outer.x + outer.width - inner.x - inner.width,
];
