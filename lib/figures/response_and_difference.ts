import { type Point } from "../drag/points.ts";
import { InputError } from "../errors.ts";
import { type Size } from "../generators/size.ts";
import { type Tensor } from "../tensor.ts";
import { HANDLE_COLOUR, TARGET_COLOUR } from "./colours.ts";
import { figureDocument } from "./document.ts";
import { drawHeatMap } from "./heat_map.ts";
import { type LabelledPanel, placePanels } from "./panel_grid.ts";
import { marksOnMap } from "./score_map.ts";
import { composeFigure, type FigureText } from "./svg.ts";

/** The parts of one handle's score, maps of one odd side k. */
export interface ScoreParts {
  /** Response of the learned filter, [k, k] or [1, k, k]; higher is better. */
  readonly response: Tensor;
  /** Distance to the template feature, [k, k] or [1, k, k]; lower is better. */
  readonly difference: Tensor;
  /** Their sum, by which the handle is found, [k, k] or [1, k, k] (default: not shown). */
  readonly sum?: Tensor;
}

/** Options of {@linkcode responseAndDifference}. */
export interface ResponseAndDifferenceOptions extends FigureText {
  /** Where the handle was before the step, the middle of the window, in whole pixels. */
  readonly centre: Point;
  /** Where the handle really is, if that is known; default: not marked. */
  readonly target?: Point;
  /** Height and width of the picture in pixels; values beyond are left out (default: none are). */
  readonly picture?: Size;
  /** Pixels of each map's sides in the figure (default 220). */
  readonly size?: number;
}

function sideOf(name: string, { shape }: Tensor): number {
  const [height = 0, width] = shape.slice(-2);
  const isSquare = height === width && height % 2 === 1 && shape.slice(0, -2).every((n) => n === 1);
  if (shape.length >= 2 && isSquare) return height;
  throw new InputError(`Expected the ${name} as [k, k] with an odd k but found [${shape.join(", ")}].`);
}

/**
 * What the learned filter answers over a search window beside the feature difference, and their sum where given: in
 * all of them bright is where the handle may be. A disc marks the best place of each, a ring where the handle was.
 * An SVG file.
 *
 * @throws {InputError} when a part is no square with an odd side, or the parts differ in size.
 */
export function responseAndDifference(
  { response, difference, sum }: ScoreParts,
  { centre, target, picture, size = 220, ...text }: ResponseAndDifferenceOptions,
): string {
  const parts = [
    { label: "filter response", name: "response", tensor: response, reverse: false },
    { label: "feature difference (less is nearer)", name: "difference", tensor: difference, reverse: true },
    ...(sum ? [{ label: "their sum", name: "sum", tensor: sum, reverse: false }] : []),
  ];
  const sides = parts.map(({ name, tensor }) => sideOf(name, tensor));
  if (new Set(sides).size > 1) {
    throw new InputError(`Expected parts of one size but found ${sides.join(", ")} pixels.`);
  }
  const document = figureDocument();
  const panels = parts.map(({ label, tensor, reverse }): LabelledPanel => {
    const map = {
      values: tensor.data as Float32Array,
      side: sides[0]!,
      ...{ centre, reverse },
      ...(picture ? { picture } : {}),
    };
    const points = marksOnMap(map, target);
    return { ...drawHeatMap(document, { ...map, marks: { points } }, size), label };
  });
  return composeFigure({
    title: "Filter response and feature difference",
    ...text,
    document,
    ...placePanels(document, panels, parts.length),
    legend: [
      { label: "handle before the step", colour: "black", symbol: "ring" },
      { label: "best place", colour: HANDLE_COLOUR, symbol: "dot" },
      ...(target ? [{ label: "true place", colour: TARGET_COLOUR, symbol: "ring" as const }] : []),
    ],
  });
}
