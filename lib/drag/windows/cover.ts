import { type Size } from "../../generators/size.ts";
import { type Box, wholeBox } from "../../generators/windows/box.ts";

/** Cells that are set (1) or not (0). */
export interface Cells {
  /** Height and width. */
  readonly size: Size;
  /** [height · width], row by row. */
  readonly set: Uint8Array;
}

/** Cells around a rectangle that are computed beside it, so that each rectangle costs more than its cells. */
const HALO = 8;
/** Cells that a further rectangle has to spare: it costs operators of its own. */
const LEAST_GAIN = 256;
/** Rectangles at most. */
const MOST = 8;

const costOf = ({ width, height }: Box): number => (width + HALO) * (height + HALO);

/** The smallest rectangle around the set cells of another, or `undefined` where it has none. */
function shrunk({ size: [, columns], set }: Cells, { x, y, width, height }: Box): Box | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
  for (let row = y; row < y + height; row++) {
    for (let column = x; column < x + width; column++) {
      if (!set[row * columns + column]) continue;
      [left, right] = [Math.min(left, column), Math.max(right, column)];
      [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
    }
  }
  return right < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** A rectangle cut in two before column or row `at`, both shrunk. */
function halves(cells: Cells, box: Box, axis: "x" | "y", at: number): Box[] {
  const { x, y, width, height } = box;
  const parts = axis === "x"
    ? [{ ...box, width: at - x }, { ...box, x: at, width: x + width - at }]
    : [{ ...box, height: at - y }, { ...box, y: at, height: y + height - at }];
  return parts.flatMap((part) => shrunk(cells, part) ?? []);
}

/** The best cut of a rectangle, and what it spares. */
function bestCut(cells: Cells, box: Box): { readonly parts: Box[]; readonly gain: number } {
  let best = { parts: [box], gain: 0 };
  const tried = (axis: "x" | "y", from: number, length: number): void => {
    for (let at = from + 1; at < from + length; at++) {
      const parts = halves(cells, box, axis, at);
      const gain = costOf(box) - parts.reduce((sum, part) => sum + costOf(part), 0);
      if (gain > best.gain) best = { parts, gain };
    }
  };
  tried("x", box.x, box.width);
  tried("y", box.y, box.height);
  return best;
}

/**
 * Rectangles that hold all set cells and do not overlap: the one around all of them, cut in two again and again where
 * that leaves out enough cells that are not set. None where no cell is set.
 */
export function cover(cells: Cells): Box[] {
  const all = shrunk(cells, wholeBox(cells.size));
  let cuts = (all ? [all] : []).map((box) => ({ box, ...bestCut(cells, box) }));
  while (cuts.length > 0 && cuts.length < MOST) {
    const chosen = cuts.reduce((best, cut) => (cut.gain > best.gain ? cut : best));
    if (chosen.gain < LEAST_GAIN) break;
    const parts = chosen.parts.map((box) => ({ box, ...bestCut(cells, box) }));
    cuts = cuts.flatMap((cut) => (cut === chosen ? parts : [cut]));
  }
  return cuts.map(({ box }) => box);
}
