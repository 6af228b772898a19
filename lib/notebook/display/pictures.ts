import { InputError } from "../../errors.ts";
import { figureDocument } from "../../figures/document.ts";
import { placePanels } from "../../figures/panel_grid.ts";
import { drawPicture } from "../../figures/picture_panel.ts";
import { composeFigure, type FigureText } from "../../figures/svg.ts";
import { type RgbaImage } from "../../formats/image_rgba.ts";
import { type Displayable, displayable } from "./displayable.ts";
import { figureBundle } from "./figure.ts";

/** A picture and the words above it. */
export interface LabelledPicture {
  /** Stands above in bold. */
  readonly label: string;
  /** Below the label in grey (default: nothing). */
  readonly detail?: string;
  /** Of any size. */
  readonly picture: RgbaImage;
}

/** Options of {@linkcode showPictures}. */
export interface ShowPicturesOptions extends FigureText {
  /** Pixels of each picture's longer side in the figure (default 220). */
  readonly size?: number;
  /** Pictures in a row (default 4). */
  readonly columns?: number;
}

/**
 * Pictures beside each other, with words above each: before and after, or what several methods made of one.
 *
 * @throws {InputError} when there is none, or size or columns are out of range.
 */
export function showPictures(
  pictures: readonly LabelledPicture[],
  { size = 220, columns = 4, ...text }: ShowPicturesOptions = {},
): Displayable {
  if (pictures.length === 0) throw new InputError("Expected at least one picture but found none.");
  const document = figureDocument();
  const panels = pictures.map(({ picture, ...words }) => ({
    ...drawPicture(document, picture, {}, { size }),
    ...words,
  }));
  const svg = composeFigure({ document, ...placePanels(document, panels, columns), ...text });
  const words = pictures.map(({ label, detail, picture }) =>
    `${label}: ${detail === undefined ? "" : `${detail}, `}${picture.width} × ${picture.height} pixels`
  );
  return displayable(() => figureBundle(svg, words.join("\n")));
}
