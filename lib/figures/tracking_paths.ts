import { type Point } from "../drag/points.ts";
import { type DragRecord } from "../drag/record.ts";
import { InputError } from "../errors.ts";
import { type RgbaImage } from "../formats/image_rgba.ts";
import { coloursOf } from "./colours.ts";
import { figureDocument } from "./document.ts";
import { type LegendEntry } from "./legend.ts";
import { type Grid, placePanels } from "./panel_grid.ts";
import { checkRecord, pathsOf } from "./paths.ts";
import { type PictureMarks } from "./picture_marks.ts";
import { drawPicture, type Panel } from "./picture_panel.ts";
import { regionAround } from "./region.ts";
import { composeFigure, type FigureText } from "./svg.ts";

/** Options of {@linkcode trackingPaths}. */
export interface TrackingPathsOptions extends FigureText {
  /** All methods over one picture, or one picture for each. Default: `"overlaid"`. */
  readonly layout?: "overlaid" | "side by side";
  /** The part of the picture around the paths, or all of it. Default: `"paths"`. */
  readonly view?: "paths" | "whole";
  /** Pixels of a picture's longer side. Default: 480 overlaid, 260 side by side. */
  readonly size?: number;
  /** Pictures per row, side by side. Default: 3. */
  readonly columns?: number;
}

interface Run {
  readonly record: DragRecord;
  readonly colour: string;
}

const CAPTIONS = {
  "overlaid": "Each path ends in a disc; earlier methods are drawn wider, so that none is hidden.",
  "side by side": "Each path ends in a disc.",
} as const;

/** Of starts and targets, which all methods share. */
const SHARED_COLOUR = "black";

/**
 * Where the trackers of several methods went, over a picture (the undragged one, usually) with axes in its pixels:
 * each path in its method's colour with a disc at its end; starts are black discs and targets black rings.
 * An SVG file.
 *
 * @throws {InputError} when there is no record, when one cannot be drawn, and when size or columns are out of range.
 */
export function trackingPaths(
  picture: RgbaImage,
  records: readonly DragRecord[],
  { layout = "overlaid", view = "paths", size, columns = 3, ...text }: TrackingPathsOptions = {},
): string {
  if (records.length === 0) throw new InputError("Expected at least one record of a drag but found none.");
  records.forEach(checkRecord);
  const document = figureDocument();
  const colours = coloursOf(records.map(({ method }) => method));
  const runs = records.map((record, i): Run => ({ record, colour: colours[i]! }));
  const region = view === "paths" ? { region: regionAround(records.flatMap(pointsOf), picture) } : {};
  const draw = (shown: readonly Run[], usualSize: number): Panel =>
    drawPicture(document, picture, marksOf(shown), { size: size ?? usualSize, axes: true, ...region });
  const grid = layout === "overlaid"
    ? alone(draw(runs, 480))
    : placePanels(document, runs.map((run) => ({ ...draw([run], 260), label: run.record.method })), columns);
  return composeFigure({
    document,
    ...grid,
    title: "Paths of the tracked handles",
    caption: CAPTIONS[layout],
    legend: legendOf(runs),
    ...text,
  });
}

/** All points that are marked. */
const pointsOf = (record: DragRecord): Point[] => [
  ...pathsOf(record).flat(),
  ...record.points.map(({ target }) => target),
];

const alone = ({ element, width, height }: Panel): Grid => ({
  body: [{ element, x: 0, y: 0 }],
  width,
  height,
});

/**
 * Trackers work in whole pixels and many arrive, so that paths and their ends cover each other: the earlier a run,
 * the larger it is drawn. Targets, drawn once for all runs, hold all ends.
 */
function marksOf(runs: readonly Run[]): PictureMarks {
  const pairs = runs.flatMap(({ record }) => record.points);
  const last = runs.length - 1;
  const scaleOf = (run: number): number => 1 + 0.6 * Math.min(1, 3 / last) * (last - run);
  const paths = runs.flatMap(({ record, colour }, run) =>
    pathsOf(record).map((points) => ({ points, colour, casing: "white" as const, scale: scaleOf(run) }))
  );
  const targets = distinct(pairs.map(({ target }) => target));
  const starts = distinct(pairs.map(({ handle }) => handle));
  return {
    paths,
    points: [
      ...targets.map((point) => ({
        point,
        colour: SHARED_COLOUR,
        scale: scaleOf(0),
        shape: "ring" as const,
      })),
      ...starts.map((point) => ({ point, colour: SHARED_COLOUR, shape: "disc" as const })),
      ...paths.map(({ points, colour, scale }) => ({
        point: points.at(-1)!,
        colour,
        scale,
        shape: "disc" as const,
      })),
    ],
  };
}

const distinct = (points: readonly Point[]): Point[] => [
  ...new Map(points.map((point) => [String(point), point])).values(),
];

function legendOf(runs: readonly Run[]): LegendEntry[] {
  const methods = new Map(runs.map(({ record, colour }) => [record.method, colour]));
  return [
    ...[...methods].map(([label, colour]) => ({ label, colour })),
    { label: "start", colour: SHARED_COLOUR, symbol: "dot" },
    { label: "target", colour: SHARED_COLOUR, symbol: "ring" },
  ];
}
