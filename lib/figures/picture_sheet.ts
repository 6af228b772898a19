import { InputError } from "../errors.ts";
import { type RgbaImage } from "../formats/image_rgba.ts";
import { figureDocument } from "./document.ts";
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
  if (!Number.isInteger(columns) || columns < 1) {
    throw new InputError(`Expected one column of pictures or more but found ${columns}.`);
  }
  const document = figureDocument();
  const panels = pictures.map((picture) => drawPicture(document, picture, {}, { size }));
  const [width, height] = [
    Math.max(...panels.map((panel) => panel.width)),
    Math.max(...panels.map((panel) => panel.height)),
  ];
  const body = panels.map(({ element }, i): Placed => ({
    element,
    x: (i % columns) * (width + GAP),
    y: Math.floor(i / columns) * (height + GAP),
  }));
  const [across, down] = [Math.min(columns, panels.length), Math.ceil(panels.length / columns)];
  return composeFigure({
    document,
    body,
    width: across * (width + GAP) - GAP,
    height: down * (height + GAP) - GAP,
    ...text,
  });
}
