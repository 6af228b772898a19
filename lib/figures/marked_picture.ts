import { type DragRecord } from "../drag/record.ts";
import { type RgbaImage } from "../formats/image_rgba.ts";
import { HANDLE_COLOUR, PATH_COLOUR, TARGET_COLOUR } from "./colours.ts";
import { figureDocument } from "./document.ts";
import { type LegendEntry } from "./legend.ts";
import { checkRecord, pathsOf } from "./paths.ts";
import { type PictureMarks } from "./picture_marks.ts";
import { drawPicture } from "./picture_panel.ts";
import { composeFigure } from "./svg.ts";

/** What is marked: see {@linkcode marksOf}. */
export interface MarkOptions {
  /** Show the handles as they are at this step, 0 being the undragged picture. Default: the last step. */
  readonly step?: number;
  /** Draw the way that each handle went. Default: no. */
  readonly path?: boolean;
  /** Draw an arrow from each handle to its target. Default: no. */
  readonly arrows?: boolean;
}

/** Options of {@linkcode markedPicture}. */
export interface MarkedPictureOptions extends MarkOptions {
  /** Pixels of the figure's longer side. Default: 512. */
  readonly size?: number;
}

/** What the marks mean, for legends. */
export const MARK_LEGEND: Readonly<Record<"handle" | "target" | "path", LegendEntry>> = {
  handle: { label: "handle", colour: HANDLE_COLOUR, symbol: "dot" },
  target: { label: "target", colour: TARGET_COLOUR, symbol: "ring" },
  path: { label: "path of the handle", colour: PATH_COLOUR },
};

/**
 * A drag's marks over a picture of it: handles as red discs, targets as blue rings, paths as yellow lines.
 *
 * @throws {InputError} when the record cannot be drawn.
 */
export function marksOf(
  record: DragRecord,
  { step, path = false, arrows = false }: MarkOptions = {},
): PictureMarks {
  checkRecord(record);
  const paths = pathsOf(record, step);
  const handles = paths.map((walked) => walked.at(-1)!);
  const targets = record.points.map(({ target }) => target);
  return {
    arrows: arrows ? handles.map((handle, i) => ({ handle, target: targets[i]! })) : [],
    paths: path ? paths.map((points) => ({ points, colour: PATH_COLOUR, casing: "black" })) : [],
    points: [
      ...targets.map((point) => ({ point, colour: TARGET_COLOUR, shape: "ring" as const })),
      ...handles.map((point) => ({ point, colour: HANDLE_COLOUR, shape: "disc" as const })),
    ],
  };
}

/**
 * A picture of a drag with its marks, nothing around it: an SVG file with the sides' ratio of the picture.
 *
 * `before.png` is the first picture with `{ step: 0, arrows: true }`, `after.png` the last picture without options,
 * `path.png` the last picture with `{ path: true }`.
 *
 * @throws {InputError} when the record cannot be drawn or the size is not from 16 to 4096.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { markedPicture } from "./marked_picture.ts";
 * const grey = { width: 4, height: 4, data: new Uint8ClampedArray(64).fill(128) };
 * const points = [{ handle: [0, 0], target: [3, 2] }] as const;
 * const svg = markedPicture(grey, { method: "draggan", size: [4, 4], points, steps: [] }, { arrows: true });
 * assert.match(svg, /^<svg/);
 * ```
 */
export function markedPicture(
  picture: RgbaImage,
  record: DragRecord,
  options: MarkedPictureOptions = {},
): string {
  const { size = 512, ...marks } = options;
  const document = figureDocument();
  const { element, width, height } = drawPicture(document, picture, marksOf(record, marks), { size });
  return composeFigure({ document, body: [{ element, x: 0, y: 0 }], width, height, padding: 0 });
}
