import { type Point, type PointPair } from "../drag/points.ts";
import { InputError } from "../errors.ts";
import { type RgbaImage } from "../formats/image_rgba.ts";
import { type Tensor } from "../tensor.ts";
import { HANDLE_COLOUR, TARGET_COLOUR } from "./colours.ts";
import { figureDocument } from "./document.ts";
import { type LegendEntry } from "./legend.ts";
import { MARK_LEGEND } from "./marked_picture.ts";
import { type LabelledPanel, placePanels } from "./panel_grid.ts";
import { type PictureMarks } from "./picture_marks.ts";
import { drawPicture } from "./picture_panel.ts";
import { reducedPicture } from "./reduce_picture.ts";
import { composeFigure, type FigureText } from "./svg.ts";
import { tintedPicture } from "./tinted_picture.ts";

/** A sample of a dataset with its picture. */
export interface SheetSample {
  /** Stands above the picture. */
  readonly label: string;
  /** Stands below the label. */
  readonly detail?: string;
  /** The picture that is to be dragged. */
  readonly picture: RgbaImage;
  /** Handles and targets. */
  readonly points: readonly PointPair[];
  /** 1 where the picture may move, [H, W]. */
  readonly mask?: Tensor<"float32">;
  /** Pixels of regions and where they go. */
  readonly regions?: readonly PointPair[];
}

/** Options of {@linkcode datasetSheet}. */
export interface DatasetSheetOptions extends FigureText {
  /** Pixels of a picture's longer side. Default: 200. */
  readonly size?: number;
  /** Pictures per row. Default: 4. */
  readonly columns?: number;
  /** Whether it says above the pictures what the marks are. Default: true. */
  readonly legend?: boolean;
}

const MASK_LEGEND: LegendEntry = {
  label: "outside of the mask: may not move",
  colour: "#555555",
  symbol: "area",
};
const REGION_LEGEND: readonly LegendEntry[] = [
  { label: "region of handles", colour: HANDLE_COLOUR, symbol: "area" },
  { label: "region of targets", colour: TARGET_COLOUR, symbol: "area" },
];

const marksOf = (points: readonly PointPair[]): PictureMarks => ({
  arrows: points,
  points: [
    ...points.map(({ target }) => ({ point: target, colour: TARGET_COLOUR, shape: "ring" as const })),
    ...points.map(({ handle }) => ({ point: handle, colour: HANDLE_COLOUR, shape: "disc" as const })),
  ],
});

const scaledPairs = (points: readonly PointPair[], scale: number): PointPair[] => {
  const scaled = (point: Point): Point => [(point[0] + 0.5) * scale - 0.5, (point[1] + 0.5) * scale - 0.5];
  return points.map(({ handle, target }) => ({ handle: scaled(handle), target: scaled(target) }));
};

function panelOf(document: Document, sample: SheetSample, size: number): LabelledPanel {
  const { label, detail, picture, points, mask, regions = [] } = sample;
  const tinted = tintedPicture(picture, mask, [
    { pixels: regions.map(({ handle }) => handle), colour: HANDLE_COLOUR },
    { pixels: regions.map(({ target }) => target), colour: TARGET_COLOUR },
  ]);
  const reduced = reducedPicture(tinted, size);
  const marks = marksOf(scaledPairs(points, reduced.width / picture.width));
  return {
    ...drawPicture(document, reduced, marks, { size }),
    label,
    ...(detail === undefined ? {} : { detail }),
  };
}

/**
 * Samples of a dataset side by side: what shall go where, and what may move. An SVG file.
 *
 * @throws {InputError} when there is no sample, a mask has another size than its picture, or size or columns are out of
 * range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { datasetSheet } from "./dataset_sheet.ts";
 * const picture = { width: 4, height: 4, data: new Uint8ClampedArray(64).fill(128) };
 * const points = [{ handle: [0, 0], target: [3, 2] }] as const;
 * assert.match(datasetSheet([{ label: "grey", picture, points }]), /^<svg/);
 * ```
 */
export function datasetSheet(
  samples: readonly SheetSample[],
  { size = 200, columns = 4, legend = true, ...text }: DatasetSheetOptions = {},
): string {
  if (samples.length === 0) throw new InputError("Expected at least one sample but found none.");
  const document = figureDocument();
  const grid = placePanels(document, samples.map((sample) => panelOf(document, sample, size)), columns);
  const entries = [
    MARK_LEGEND.handle,
    MARK_LEGEND.target,
    ...(samples.some(({ mask }) => mask) ? [MASK_LEGEND] : []),
    ...(samples.some(({ regions }) => regions) ? REGION_LEGEND : []),
  ];
  return composeFigure({ document, ...grid, ...(legend ? { legend: entries } : {}), ...text });
}
