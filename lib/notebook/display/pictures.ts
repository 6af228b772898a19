import { type LabelledPicture, labelledSheet } from "../../figures/labelled_sheet.ts";
import { type FigureText } from "../../figures/svg.ts";
import { type Displayable, displayable } from "./displayable.ts";
import { figureBundle } from "./figure.ts";

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
  const svg = labelledSheet(pictures, { size, columns, ...text });
  const words = pictures.map(({ label, detail, picture }) =>
    `${label}: ${detail === undefined ? "" : `${detail}, `}${picture.width} × ${picture.height} pixels`
  );
  return displayable(() => figureBundle(svg, words.join("\n")));
}
