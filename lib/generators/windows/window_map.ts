import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Size } from "../size.ts";
import { grown, onAxis, picking, pixels, type Span, spanAt } from "./span.ts";

/** Where m windows of one size lie on a map. */
export interface Place {
  /** Their rows. */
  readonly rows: Span;
  /** Their columns. */
  readonly columns: Span;
}

/** The part of a map inside of m windows: 0 outside of the picture. */
export interface WindowMap {
  /** [m, C, rows, columns]. */
  readonly map: Symbolic;
  /** Where the windows lie on the whole map. */
  readonly place: Place;
}

/** The one window that is a whole map. */
export const wholePlace = ([height, width]: Size): Place => ({
  rows: spanAt(0, height),
  columns: spanAt(0, width),
});

/** Windows with `ring` pixels more on each side. */
export const grownPlace = ({ rows, columns }: Place, ring: number): Place => ({
  rows: grown(rows, ring),
  columns: grown(columns, ring),
});

/** 1 for the pixels of windows that lie on a map of `size` × `size` pixels, else 0: [m, 1, rows, columns]. */
export function insidePicture({ rows, columns }: Place, size: number): Symbolic {
  const [down, across] = [onAxis(pixels(rows), size), onAxis(pixels(columns), size)];
  return o.mul(
    o.reshape(down, [-1, 1, rows.size, 1]),
    o.reshape(across, [-1, 1, 1, columns.size]),
  );
}

/**
 * rows · map · columnsᵀ for each of m windows: map [m or 1, C, h, w], rows [m, h', h], columns [m, w', w]
 * → [m, C, h', w'].
 */
export function resample(map: Symbolic, rows: Symbolic, columns: Symbolic): Symbolic {
  const [n, c, h, w] = map.shape as [number, number, number, number];
  const [m, across] = columns.shape as [number, number];
  const lines = o.matMul(o.reshape(map, [n, c * h, w]), o.transposeLast(columns));
  const stacked = o.reshape(lines, [lines.shape[0]!, c, h, across]);
  return o.matMul(o.reshape(rows, [m, 1, rows.shape[1]!, h]), stacked);
}

/** Of n things the windows that hold them, by their numbers [n] int64: a window for each. */
export function windowsOf({ map, place: { rows, columns } }: WindowMap, owners: Symbolic): WindowMap {
  const own = (x: Symbolic): Symbolic => o.gather(x, owners, 0);
  return {
    map: own(map),
    place: { rows: { ...rows, start: own(rows.start) }, columns: { ...columns, start: own(columns.start) } },
  };
}

/** Windows cut out of a map that holds them, or of the windows that do; 0 where it holds nothing. */
export function cut(from: WindowMap, place: Place): WindowMap {
  if (place === from.place) return from;
  const { rows, columns } = from.place;
  return { map: resample(from.map, picking(place.rows, rows), picking(place.columns, columns)), place };
}
