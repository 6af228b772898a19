import { type DragRecord } from "../drag/record.ts";
import { InputError } from "../errors.ts";
import { type RgbaImage } from "../formats/image_rgba.ts";
import { figureDocument } from "./document.ts";
import { MARK_LEGEND, marksOf } from "./marked_picture.ts";
import { type LabelledPanel, placePanels } from "./panel_grid.ts";
import { inPixels, meanDistance } from "./paths.ts";
import { drawPicture } from "./picture_panel.ts";
import { composeFigure, type FigureText } from "./svg.ts";

/** The picture at a step of a drag. */
export interface DragFrame {
  /** Its number in the record. */
  readonly step: number;
  /** The picture before the update of this step. */
  readonly picture: RgbaImage;
}

/** Options of {@linkcode contactSheet}. */
export interface ContactSheetOptions extends FigureText {
  /** Pixels of a picture's longer side. Default: 200. */
  readonly size?: number;
  /** Pictures per row. Default: 4. */
  readonly columns?: number;
}

/**
 * A drag at chosen steps, with handles, targets and paths as they were; above each picture stand the step and the
 * mean distance to the targets, as the method believes it. An SVG file.
 *
 * @throws {InputError} when there is no frame, when the record has no step of its number or cannot be drawn, and
 * when size or columns are out of range.
 */
export function contactSheet(
  record: DragRecord,
  frames: readonly DragFrame[],
  { size = 200, columns = 4, ...text }: ContactSheetOptions = {},
): string {
  if (frames.length === 0) throw new InputError("Expected at least one frame of a drag but found none.");
  const document = figureDocument();
  const panels = frames.map(({ step, picture }): LabelledPanel => {
    const marks = marksOf(record, { step, path: true });
    const line = record.steps.find((each) => each.step === step);
    if (line === undefined) {
      throw new InputError(
        `Expected steps of the record of ${JSON.stringify(record.method)} but found ${step}.`,
      );
    }
    return {
      ...drawPicture(document, picture, marks, { size }),
      label: `step ${step}`,
      detail: `${inPixels(meanDistance(line))} to go`,
    };
  });
  const grid = placePanels(document, panels, columns);
  return composeFigure({
    document,
    ...grid,
    title: record.method,
    caption: "How far the handles have to go is what the method believes; means over the handles.",
    legend: Object.values(MARK_LEGEND),
    ...text,
  });
}
