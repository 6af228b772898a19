import { type Point } from "../../drag/points.ts";
import { type DragRecord } from "../../drag/record.ts";
import { handleColour, MOST_COLOURS, TEMPLATE_COLOUR } from "../../figures/colours.ts";
import { figureDocument } from "../../figures/document.ts";
import { type LegendEntry } from "../../figures/legend.ts";
import { MARK_LEGEND, marksOf } from "../../figures/marked_picture.ts";
import { type LabelledPanel, placePanels } from "../../figures/panel_grid.ts";
import { checkRecord } from "../../figures/paths.ts";
import { drawPicture } from "../../figures/picture_panel.ts";
import { composeFigure, type FigureText } from "../../figures/svg.ts";
import { type RgbaImage } from "../../formats/image_rgba.ts";
import { CHART_HEIGHT, drawCharts } from "./drag_charts.ts";

/** A drag at a moment. */
export interface DragView extends FigureText {
  /** Its steps so far. */
  readonly record: DragRecord;
  /**
   * The picture in which the handles were found, as large as the record says or a whole number of times smaller
   * (default: none is shown).
   */
  readonly picture?: RgbaImage | undefined;
  /** The step at which the handles and paths are shown (default: the last). */
  readonly step?: number | undefined;
  /** Where the axes of steps end (default: at the last step). */
  readonly lastStep?: number | undefined;
}

/** A record in pixels that are so many times larger. */
function inLargerPixels(record: DragRecord, factor: number): DragRecord {
  const place = ([x, y]: Point): Point => [(x + 0.5) / factor - 0.5, (y + 0.5) / factor - 0.5];
  return {
    ...record,
    points: record.points.map(({ handle, target }) => ({ handle: place(handle), target: place(target) })),
    steps: record.steps.map((line) => ({ ...line, handles: line.handles.map(place) })),
  };
}

/** The picture with the marks of the drag. */
function drawMarked(
  document: Document,
  picture: RgbaImage,
  record: DragRecord,
  step = Infinity,
): LabelledPanel {
  const inItsPixels = inLargerPixels(record, record.size[1] / picture.width);
  const marks = marksOf(inItsPixels, { path: true, step });
  return { ...drawPicture(document, picture, marks, { size: CHART_HEIGHT }), label: "picture" };
}

function legendOf({ points, steps, tau }: DragRecord, picture: boolean): LegendEntry[] {
  const { handle, target, path } = MARK_LEGEND;
  const colours = points.length > 1 && points.length <= MOST_COLOURS;
  return [
    ...(picture ? [handle, target, path] : []),
    ...(colours ? points.map((_, i) => ({ label: `handle ${i + 1}`, colour: handleColour(i) })) : []),
    ...(tau === undefined ? [] : [{ label: `τ = ${tau}`, colour: "black", symbol: "dash" as const }]),
    ...(steps.some(({ supervisedBy }) => supervisedBy.includes("template"))
      ? [{ label: "the template supervises", colour: TEMPLATE_COLOUR, symbol: "area" as const }]
      : []),
  ];
}

/**
 * A drag at a glance: the picture with handles, targets and paths, and beside it each handle's distance to its target
 * and its confidence over the steps. The text of an SVG file.
 *
 * @throws {InputError} when the record cannot be drawn.
 */
export function drawDrag({ record, picture, step, lastStep, ...text }: DragView): string {
  checkRecord(record);
  const document = figureDocument();
  const panels = [
    ...(picture ? [drawMarked(document, picture, record, step)] : []),
    ...drawCharts(document, record, lastStep),
  ];
  const legend = legendOf(record, picture !== undefined);
  return composeFigure({
    title: record.method,
    ...text,
    document,
    legend,
    ...placePanels(document, panels, 3),
  });
}
