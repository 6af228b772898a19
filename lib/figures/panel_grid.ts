import { InputError } from "../errors.ts";
import { svgElement } from "./document.ts";
import { type Panel } from "./picture_panel.ts";
import { type Placed } from "./svg.ts";
import { ellipsis } from "./text.ts";

/** A panel with words above it. */
export interface LabelledPanel extends Panel {
  /** Stands above in bold. */
  readonly label: string;
  /** Stands below the label in grey. */
  readonly detail?: string;
}

/** Drawings placed together and their size in pixels. */
export interface Grid {
  /** All labels and panels. */
  readonly body: readonly Placed[];
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
}

/** Cells in rows, `gap` pixels apart. */
export interface CellGrid {
  /** Where the cell at an index is, in pixels. */
  readonly at: (index: number) => Pick<Placed, "x" | "y">;
  /** Of all cells together, in pixels. */
  readonly width: number;
  /** Of all cells together, in pixels. */
  readonly height: number;
}

/**
 * Cells of one size in rows of so many columns.
 *
 * @throws {InputError} when `columns` is no whole number from 1.
 */
export function gridOf(
  cells: number,
  columns: number,
  size: readonly [number, number],
  gap: number,
): CellGrid {
  if (!Number.isInteger(columns) || columns < 1) {
    throw new InputError(`Expected one column of pictures or more but found ${columns}.`);
  }
  const [across, down] = [Math.min(columns, cells), Math.ceil(cells / columns)];
  const [width, height] = size.map((pixels) => pixels + gap) as [number, number];
  return {
    at: (i) => ({ x: (i % columns) * width, y: Math.floor(i / columns) * height }),
    width: across * width - gap,
    height: down * height - gap,
  };
}

const GAP = 12;
const LABEL_SIZE = 12;
const DETAIL_SIZE = 11;
const LINE_HEIGHT = 16;

/**
 * Places panels in rows of so many columns, each with its label above.
 *
 * @throws {InputError} when `columns` is no whole number above 0.
 */
export function placePanels(document: Document, panels: readonly LabelledPanel[], columns: number): Grid {
  const width = Math.max(...panels.map((panel) => panel.width));
  const labels = panels.some(({ detail }) => detail !== undefined) ? 2 * LINE_HEIGHT + 2 : LINE_HEIGHT + 2;
  const rowHeight = Math.max(...panels.map(({ height }) => height)) + labels;
  const grid = gridOf(panels.length, columns, [width, rowHeight], GAP);
  const body = panels.flatMap((panel, i): Placed[] => {
    const { x, y } = grid.at(i);
    return [
      { element: drawLabel(document, { ...panel, width }), x, y },
      { element: panel.element, x, y: y + labels },
    ];
  });
  return { body, width: grid.width, height: grid.height };
}

function drawLabel(document: Document, { label, detail = "", width }: LabelledPanel): Element {
  const lines = [
    svgElement(document, "text", { y: LABEL_SIZE, "font-size": LABEL_SIZE, "font-weight": "bold" }, [
      ellipsis(label, width / 1.14, LABEL_SIZE),
    ]),
    svgElement(document, "text", { y: LABEL_SIZE + LINE_HEIGHT, "font-size": DETAIL_SIZE, fill: "#444" }, [
      ellipsis(detail, width, DETAIL_SIZE),
    ]),
  ];
  return svgElement(document, "svg", { width, height: 2 * LINE_HEIGHT + 2, overflow: "visible" }, lines);
}
