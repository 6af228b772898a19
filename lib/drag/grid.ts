import { type Generator, gridOf } from "../generators/generator.ts";
import { rint } from "../rint.ts";
import { type Point } from "./points.ts";

/** How points of a picture lie on the grid that methods work on. Nothing but the loop's border knows of it. */
export interface Grid {
  /** Where a drag starts on the grid for a handle of the picture: a whole pixel. */
  readonly start: (handle: Point) => Point;
  /** Where it ends for a target. */
  readonly end: (target: Point) => Point;
  /** A point of the picture on the grid. */
  readonly onto: (point: Point) => Point;
  /** A point of the grid in the picture. */
  readonly from: (point: Point) => Point;
}

/** The picture's own pixels. Drags start at whole ones, as all methods have it. */
const PICTURE: Grid = {
  start: ([x, y]) => [rint(x), rint(y)],
  end: (target) => target,
  onto: (point) => point,
  from: (point) => point,
};

/**
 * The grid of a generator. On one that is coarser than the picture, coordinates are scaled by the ratio of the sides,
 * x' = x · width' / width, and drags start and end at whole pixels, ties to even (DragDiffusion, FreeDrag-Diff: the
 * code of both), inside of the grid (our choice: theirs fails at the last pixel).
 */
export function dragGrid(generator: Generator): Grid {
  const [[height, width], [rows, columns]] = [generator.size, gridOf(generator)];
  if (rows === height && columns === width) return PICTURE;
  const onto = ([x, y]: Point): Point => [(x / width) * columns, (y / height) * rows];
  const whole = (point: Point): Point => {
    const [x, y] = onto(point);
    return [Math.min(rint(x), columns - 1), Math.min(rint(y), rows - 1)];
  };
  const from = ([x, y]: Point): Point => [(x / columns) * width, (y / rows) * height];
  return { start: whole, end: whole, onto, from };
}
