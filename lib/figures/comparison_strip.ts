import { type DragRecord } from "../drag/record.ts";
import { InputError } from "../errors.ts";
import { type RgbaImage } from "../formats/image_rgba.ts";
import { figureDocument } from "./document.ts";
import { MARK_LEGEND, marksOf } from "./marked_picture.ts";
import { type LabelledPanel, placePanels } from "./panel_grid.ts";
import { inPixels, meanDistance } from "./paths.ts";
import { drawPicture } from "./picture_panel.ts";
import { composeFigure, type FigureText } from "./svg.ts";

/** What a method made of a picture. */
export interface ComparedDrag {
  /** The drag. */
  readonly record: DragRecord;
  /** The picture after the drag. */
  readonly picture: RgbaImage;
}

/** Options of {@linkcode comparisonStrip}. */
export interface ComparisonStripOptions extends FigureText {
  /** Pixels of a picture's longer side. Default: 280. */
  readonly size?: number;
  /** Pictures per row. Default: 4. */
  readonly columns?: number;
}

/**
 * A picture before and after the drags of several methods, with handles, targets and paths; below each name stands
 * how far the method believes the handles to be from their targets. The marks before are those of the first record. An SVG file.
 *
 * @throws {InputError} when there is no result, when a record cannot be drawn, and when size or columns are
 * out of range.
 */
export function comparisonStrip(
  before: RgbaImage,
  results: readonly ComparedDrag[],
  { size = 280, columns = 4, ...text }: ComparisonStripOptions = {},
): string {
  const [first] = results;
  if (first === undefined) throw new InputError("Expected at least one dragged picture but found none.");
  const document = figureDocument();
  const undragged = marksOf({ ...first.record, steps: [] }, { arrows: true });
  const panels: LabelledPanel[] = [
    { ...drawPicture(document, before, undragged, { size }), label: "before" },
    ...results.map(({ record, picture }) => ({
      ...drawPicture(document, picture, marksOf(record, { path: true }), { size }),
      label: record.method,
      detail: detailOf(record),
    })),
  ];
  const grid = placePanels(document, panels, columns);
  return composeFigure({
    document,
    ...grid,
    caption: "Distances to the targets are those that each method believes.",
    legend: Object.values(MARK_LEGEND),
    ...text,
  });
}

function detailOf({ steps }: DragRecord): string {
  const last = steps.at(-1);
  if (last === undefined) return "not dragged";
  return `believes ${inPixels(meanDistance(last))}, step ${last.step}${last.stopped ? ", arrived" : ""}`;
}
