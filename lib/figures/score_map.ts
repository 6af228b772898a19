import { type Point } from "../drag/points.ts";
import { InputError } from "../errors.ts";
import { type Size } from "../generators/size.ts";
import { type Tensor } from "../tensor.ts";
import { HANDLE_COLOUR, TARGET_COLOUR } from "./colours.ts";
import { figureDocument } from "./document.ts";
import { cellsOf, drawHeatMap, extremeOf, type HeatMap } from "./heat_map.ts";
import { type LegendEntry } from "./legend.ts";
import { type LabelledPanel, placePanels } from "./panel_grid.ts";
import { type PointMark } from "./picture_marks.ts";
import { composeFigure, type FigureText } from "./svg.ts";

/** Options of {@linkcode scoreMap}. */
export interface ScoreMapOptions extends FigureText {
  /** Where each handle's search window has its middle: where the handle was before this step. */
  readonly centres: readonly Point[];
  /** Where each handle shall go; those inside of the window are marked (default: none). */
  readonly targets?: readonly Point[];
  /** What the marked targets are (default "target"). */
  readonly targetLabel?: string;
  /**
   * Pixels of the picture from one score to the next (default 1): methods for diffusion models search a grid of half the
   * picture's size, so that it is 2 there.
   */
  readonly spacing?: number;
  /** Height and width of the picture in pixels; scores beyond are left out (default: none are). */
  readonly picture?: Size;
  /** Pixels of each map's sides in the figure (default 220). */
  readonly size?: number;
  /** Maps in a row (default 3). */
  readonly columns?: number;
}

const BEFORE: LegendEntry = { label: "handle before the step", colour: "black", symbol: "ring" };
const FOUND: LegendEntry = { label: "handle found: largest score", colour: HANDLE_COLOUR, symbol: "dot" };
const TARGET: Omit<LegendEntry, "label"> = { colour: TARGET_COLOUR, symbol: "ring" };

const NO_SCORES =
  "Expected the scores of a step but found none: its method, like FreeDrag, searches no window.";

/** What is marked on the map of one handle. */
export function marksOnMap(map: Omit<HeatMap, "marks">, target?: Point): readonly PointMark[] {
  const { centre, side, spacing = 1, reverse = false } = map;
  const found = extremeOf(cellsOf({ ...map, marks: {} }), reverse);
  const isShown = (point: Point): boolean =>
    Math.max(Math.abs(point[0] - centre[0]), Math.abs(point[1] - centre[1])) <= spacing * (side - 1) / 2;
  return [
    ...(target && isShown(target)
      ? [{ point: target, colour: TARGET_COLOUR, shape: "ring" as const, scale: 1.5 }]
      : []),
    { point: centre, colour: "black", shape: "ring" },
    ...(found
      ? [{ point: [found.x, found.y] as const, colour: HANDLE_COLOUR, shape: "disc" as const, scale: 1.3 }]
      : []),
  ];
}

/** The side of the score maps of so many handles; refuses what are none. */
function sideOf({ shape }: Tensor, handles: number): number {
  const [count, side = 0, width] = shape;
  const isSquare = shape.length === 3 && side === width && side % 2 === 1;
  if (isSquare && count === handles && count > 0) return side;
  throw new InputError(
    `Expected scores [${Math.max(handles, 1)}, k, k] with an odd k but found [${shape.join(", ")}].`,
  );
}

/**
 * The score maps of a step as heat-maps over the search windows, one for each handle: where the handle was, where it
 * was found, and its target where it is near. An SVG file.
 *
 * @param scores [n, k, k] with an odd k, as a drag step has them; higher is better. Steps of methods that search no
 * window, such as FreeDrag, have none.
 * @throws {InputError} when there are none, they are of another shape, or not one for each centre.
 */
export function scoreMap(scores: Tensor | undefined, options: ScoreMapOptions): string {
  const { centres, targets = [], targetLabel = "target", ...others } = options;
  const { picture, spacing = 1, size = 220, columns = 3, ...text } = others;
  if (!scores) throw new InputError(NO_SCORES);
  const side = sideOf(scores, centres.length);
  const document = figureDocument();
  const all = scores.data as Float32Array;
  const panels = centres.map((centre, i): LabelledPanel => {
    const map = {
      values: all.subarray(i * side * side, (i + 1) * side * side),
      ...{ side, centre, spacing },
      ...(picture ? { picture } : {}),
    };
    const points = marksOnMap(map, targets[i]);
    return { ...drawHeatMap(document, { ...map, marks: { points } }, size), label: `handle ${i + 1}` };
  });
  return composeFigure({
    title: "Scores over the search windows",
    ...text,
    document,
    ...placePanels(document, panels, columns),
    legend: [BEFORE, FOUND, ...(targets.length > 0 ? [{ label: targetLabel, ...TARGET }] : [])],
  });
}
