import { InputError } from "../errors.ts";
import { type RgbaImage } from "../formats/image_rgba.ts";
import { figureDocument } from "./document.ts";
import { placePanels } from "./panel_grid.ts";
import { drawPicture } from "./picture_panel.ts";
import { composeFigure, type FigureText } from "./svg.ts";

/** A picture with words above it. */
export interface LabelledPicture {
  /** What it shows. */
  readonly label: string;
  /** A number or so on it. */
  readonly detail?: string;
  /** The picture itself. */
  readonly picture: RgbaImage;
}

/** Options of {@linkcode labelledSheet}. */
export interface LabelledSheetOptions extends FigureText {
  /** Pixels of a picture's longer side. Default: 200. */
  readonly size?: number;
  /** Pictures per row. Default: 5. */
  readonly columns?: number;
}

/**
 * Pictures side by side, row by row, each with words above it. An SVG file.
 *
 * @throws {InputError} when there is no picture, and when size or columns are out of range.
 */
export function labelledSheet(
  pictures: readonly LabelledPicture[],
  { size = 200, columns = 5, ...text }: LabelledSheetOptions = {},
): string {
  if (pictures.length === 0) throw new InputError("Expected at least one picture but found none.");
  const document = figureDocument();
  const panels = pictures.map(({ picture, ...words }) => ({
    ...words,
    ...drawPicture(document, picture, {}, { size }),
  }));
  return composeFigure({ document, ...placePanels(document, panels, columns), ...text });
}
