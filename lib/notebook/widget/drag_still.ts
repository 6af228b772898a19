import { Buffer } from "node:buffer";
import { type DragRecord } from "../../drag/record.ts";
import { markedPicture } from "../../figures/marked_picture.ts";
import { encodePng } from "../../formats/image.ts";
import { type RgbaImage } from "../../formats/image_rgba.ts";
import { type MimeBundle } from "../display/displayable.ts";
import { mayRender, pngOfFigure } from "../display/png_of_figure.ts";

const place = ([x, y]: readonly [number, number]): string => `(${Math.round(x)}, ${Math.round(y)})`;

/** A drag in one line of text. */
function inWords({ method, points, steps }: DragRecord): string {
  const pairs = points.map(({ handle, target }) => `${place(handle)} → ${place(target)}`);
  const made = steps.length === 0 ? "not run" : `${steps.length} steps`;
  return `Drag by ${method}, ${made}: ${pairs.join(", ") || "no points"}.`;
}

/** What hosts show that cannot show the widget: the picture with its points, and with paths where it was dragged. */
export async function stillBundle(picture: RgbaImage, record: DragRecord): Promise<MimeBundle> {
  const isRun = record.steps.length > 0;
  const isMarked = record.points.length > 0 && mayRender();
  const png = isMarked
    ? await pngOfFigure(markedPicture(picture, record, { path: isRun, arrows: !isRun }))
    : Buffer.from(encodePng(picture)).toString("base64");
  return { "text/plain": inWords(record), "image/png": png };
}
