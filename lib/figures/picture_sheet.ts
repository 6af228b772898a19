import { InputError } from "../errors.ts";
import { type RgbaImage } from "../formats/image_rgba.ts";
import { figureDocument } from "./document.ts";
import { gridOf } from "./panel_grid.ts";
import { drawPicture } from "./picture_panel.ts";
import { composeFigure, type FigureText, type Placed } from "./svg.ts";

/** Options of {@linkcode pictureSheet}. */
export interface PictureSheetOptions extends FigureText {
  /** Pixels of a picture's longer side. Default: 96. */
  readonly size?: number;
  /** Pictures per row. Default: 8. */
  readonly columns?: number;
}

const GAP = 4;

/**
 * Pictures side by side, row by row, without words between them. An SVG file.
 *
 * @throws {InputError} when there is no picture, and when size or columns are out of range.
 */
export function pictureSheet(
  pictures: readonly RgbaImage[],
  { size = 96, columns = 8, ...text }: PictureSheetOptions = {},
): string {
  if (pictures.length === 0) throw new InputError("Expected at least one picture but found none.");
  const document = figureDocument();
  const panels = pictures.map((picture) => drawPicture(document, picture, {}, { size }));
  const largest = [
    Math.max(...panels.map((panel) => panel.width)),
    Math.max(...panels.map((panel) => panel.height)),
  ] as const;
  const { at, width, height } = gridOf(panels.length, columns, largest, GAP);
  const body = panels.map(({ element }, i): Placed => ({ element, ...at(i) }));
  return composeFigure({ document, body, width, height, ...text });
}
