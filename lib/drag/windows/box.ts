import { type WindowedBlock } from "../../generators/windows/windowed_block.ts";
import { spanAt } from "../../generators/windows/span.ts";
import { type Place } from "../../generators/windows/window_map.ts";

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

/** The part of a rectangle that lies on a map of `side` × `side` pixels. */
function clipped(box: Box, side: number): Box {
  const [x, y] = [Math.max(box.x, 0), Math.max(box.y, 0)];
  return {
    x,
    y,
    width: Math.min(box.x + box.width, side) - x,
    height: Math.min(box.y + box.height, side) - y,
  };
}

/** A rectangle and a ring of pixels around it, as far as it lies on a map of `side` × `side` pixels. */
export const ringed = ({ x, y, width, height }: Box, ring: number, side: number): Box =>
  clipped({ x: x - ring, y: y - ring, width: width + 2 * ring, height: height + 2 * ring }, side);

/** The part of the map before that a rectangle of a block is made from. */
export function sourceBox({ source: { lead, extent }, resolution }: WindowedBlock, box: Box): Box {
  const first = (v: number): number => Math.floor((v - lead) / 2);
  const length = (v: number): number => Math.floor((v + extent) / 2);
  return clipped(
    { x: first(box.x), y: first(box.y), width: length(box.width), height: length(box.height) },
    resolution / 2,
  );
}

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

/** The rectangle as a window whose place is known. */
export const placeOf = ({ x, y, width, height }: Box): Place => ({
  rows: spanAt(y, height),
  columns: spanAt(x, width),
});
