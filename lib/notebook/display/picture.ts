import { Buffer } from "node:buffer";
import { figureDocument } from "../../figures/document.ts";
import { drawPicture } from "../../figures/picture_panel.ts";
import { composeFigure } from "../../figures/svg.ts";
import { encodePng } from "../../formats/image.ts";
import { type RgbaImage } from "../../formats/image_rgba.ts";
import { type Displayable, displayable, type MimeBundle } from "./displayable.ts";

/** How a picture is shown. */
export interface PictureDisplayOptions {
  /** Pixels of the longer side on the screen (default: those of the picture, but at least 256). */
  readonly size?: number;
}

const LEAST_SIZE = 256;

/** A picture smoothly scaled, as the text of an SVG file. */
function scaled(picture: RgbaImage, size: number): string {
  const document = figureDocument();
  const { element, ...area } = drawPicture(document, picture, {}, { size });
  return composeFigure({ document, body: [{ element, x: 0, y: 0 }], ...area, padding: 0 });
}

/** The forms of a picture: the PNG with its own pixels, and a smoothly scaled drawing where another size is shown. */
export function pictureBundle(picture: RgbaImage, text: string, options: PictureDisplayOptions): MimeBundle {
  const side = Math.max(picture.width, picture.height);
  const { size = Math.max(side, LEAST_SIZE) } = options;
  return {
    "text/plain": text,
    ...(size === side ? {} : { "image/svg+xml": scaled(picture, size) }),
    "image/png": Buffer.from(encodePng(picture)).toString("base64"),
  };
}

const inWords = ({ width, height }: RgbaImage): string => `A picture of ${width} × ${height} pixels.`;

/**
 * A picture. Front ends show it enlarged smoothly where it is small; its PNG has the pixels as they are.
 *
 * @throws {InputError} when the size is not from 16 to 4096, or the picture not as large as its data.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { DISPLAY } from "./displayable.ts";
 * import { showPicture } from "./picture.ts";
 * const grey = { width: 8, height: 4, data: new Uint8ClampedArray(128).fill(128) };
 * const bundle = await showPicture(grey)[DISPLAY]();
 * assert.equal(bundle["text/plain"], "A picture of 8 × 4 pixels.");
 * ```
 */
export const showPicture = (picture: RgbaImage, options: PictureDisplayOptions = {}): Displayable =>
  displayable(() => pictureBundle(picture, inWords(picture), options));
