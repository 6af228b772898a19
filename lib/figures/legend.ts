import { svgElement } from "./document.ts";
import { ellipsis, textWidth } from "./text.ts";

/** One line of a legend. */
export interface LegendEntry {
  /** Shortened where it does not fit. */
  readonly label: string;
  /** Any SVG colour. */
  readonly colour: string;
  /** What stands before the label. Default: a line. */
  readonly symbol?: "line" | "dash" | "dot" | "ring" | "area";
}

const SYMBOLS: Readonly<Record<NonNullable<LegendEntry["symbol"]>, string>> = {
  line: "━━",
  dash: "╍╍",
  dot: "●",
  ring: "○",
  area: "■",
};
const FONT_SIZE = 12;
const ROW_HEIGHT = 18;
/** Between two entries, of a width that renderers keep. */
const GAP = "\u00a0\u00a0\u00a0\u00a0";

const widthOf = ({ label, symbol = "line" }: LegendEntry): number =>
  textWidth(`${SYMBOLS[symbol]}\u00a0${label}`, FONT_SIZE);

/** Entries in rows that fit into `width` pixels. */
function rowsOf(entries: readonly LegendEntry[], width: number): LegendEntry[][] {
  const rows: LegendEntry[][] = [];
  let filled = 0;
  for (const entry of entries) {
    const label = ellipsis(entry.label, width - widthOf({ ...entry, label: "" }), FONT_SIZE);
    const shortened = { ...entry, label };
    const row = rows.at(-1);
    const end = filled + textWidth(GAP, FONT_SIZE) + widthOf(shortened);
    if (row && end <= width) {
      row.push(shortened);
      filled = end;
    } else {
      rows.push([shortened]);
      filled = widthOf(shortened);
    }
  }
  return rows;
}

/** Something drawn and how many pixels of height it takes. */
export interface Block {
  /** Drawn from its own upper left corner. */
  readonly element: Element;
  /** In pixels. */
  readonly height: number;
}

/** A legend as lines of text, so that whatever renders it measures the labels. */
export function drawLegend(document: Document, entries: readonly LegendEntry[], width: number): Block {
  const rows = rowsOf(entries, width);
  const lines = rows.map((row, i) =>
    svgElement(
      document,
      "text",
      { y: i * ROW_HEIGHT + FONT_SIZE },
      row.flatMap((entry) => [
        svgElement(document, "tspan", { fill: entry.colour }, [SYMBOLS[entry.symbol ?? "line"]]),
        svgElement(document, "tspan", {}, [`\u00a0${entry.label}${GAP}`]),
      ]),
    )
  );
  const element = svgElement(document, "g", { "font-size": FONT_SIZE, "aria-label": "legend" }, lines);
  return { element, height: rows.length * ROW_HEIGHT };
}
