import { type DragRecord } from "../../drag/record.ts";
import { markedPicture } from "../../figures/marked_picture.ts";
import { type RgbaImage } from "../../formats/image_rgba.ts";
import { type MimeBundle } from "../display/displayable.ts";
import { pictureBundle } from "../display/picture.ts";
import { mayRender, pngOfFigure } from "../display/png_of_figure.ts";

/** Pixels of a side on the screen. Our choice. */
const SIZE = 512;

const place = ([x, y]: readonly [number, number]): string => `(${Math.round(x)}, ${Math.round(y)})`;

/** A drag in one line of text. */
function inWords({ method, points, steps }: DragRecord): string {
  const pairs = points.map(({ handle, target }) => `${place(handle)} → ${place(target)}`);
  const made = steps.length === 0 ? "not run" : `${steps.length} steps`;
  return `Drag by ${method}, ${made}: ${pairs.join(", ") || "no points"}.`;
}

/**
 * What hosts show that cannot show the widget: the picture with its points, and with paths where it was dragged; without
 * points as pictures are shown.
 */
export async function stillBundle(picture: RgbaImage, record: DragRecord): Promise<MimeBundle> {
  const isRun = record.steps.length > 0;
  const text = inWords(record);
  const bare = pictureBundle(picture, text, { size: SIZE });
  if (record.points.length === 0) return bare;
  const figure = markedPicture(picture, record, { path: isRun, arrows: !isRun, size: SIZE });
  if (!mayRender()) return { ...bare, "image/svg+xml": figure };
  return { "text/plain": text, "image/png": await pngOfFigure(figure) };
}
