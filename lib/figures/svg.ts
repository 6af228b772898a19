import { svgElement } from "./document.ts";
import { type Block, drawLegend, type LegendEntry } from "./legend.ts";
import { ellipsis, wrap } from "./text.ts";

/** Words around a figure. */
export interface FigureText {
  /** Stands above, in bold, on one line (default: that of the kind of figure, if it has one). */
  readonly title?: string;
  /** Stands below, on as many lines as it takes (default: that of the kind of figure, if it has one). */
  readonly caption?: string;
}

/** A drawing and where its upper left corner goes, in pixels. */
export interface Placed {
  /** An `<svg>`. */
  readonly element: Element;
  /** From the left of the body. */
  readonly x: number;
  /** From the top of the body. */
  readonly y: number;
}

/** What a figure consists of. */
export interface FigureParts extends FigureText {
  /** Which the drawings belong to. */
  readonly document: Document;
  /** Drawings. */
  readonly body: readonly Placed[];
  /** Pixels that the drawings take together. */
  readonly width: number;
  /** Pixels that the drawings take together. */
  readonly height: number;
  /** Stands between title and drawings. */
  readonly legend?: readonly LegendEntry[];
  /** Pixels around everything. Default: 14. */
  readonly padding?: number;
}

/** Verdana has the same widths and is on most desktops; pictures are rendered with DejaVu Sans. */
const FONT_FAMILY = "DejaVu Sans, Verdana, sans-serif";
const TITLE_SIZE = 14;
const CAPTION_SIZE = 11;
const LINE_HEIGHT = 16;
/** Bold letters are wider. */
const BOLD = 1.14;

/** Puts drawings, title, legend and caption together: the text of a standalone SVG file on white. */
export function composeFigure(parts: FigureParts): string {
  const { document, width, body, padding = 14 } = parts;
  const children: Element[] = [];
  let y = padding;
  const add = (block: Block, gap: number): void => {
    block.element.setAttribute("transform", `translate(${padding},${y})`);
    children.push(block.element);
    y += block.height + gap;
  };
  if (parts.title) add(drawTitle(document, parts.title, width), 6);
  if (parts.legend?.length) add(drawLegend(document, parts.legend, width), 8);
  for (const { element, x, y: below } of body) {
    element.setAttribute("x", String(padding + x));
    element.setAttribute("y", String(y + below));
    children.push(element);
  }
  y += parts.height;
  if (parts.caption) {
    y += 8;
    add(drawCaption(document, parts.caption, width), 0);
  }
  const size = { width: Math.ceil(width + 2 * padding), height: Math.ceil(y + padding) };
  const background = svgElement(document, "rect", { ...size, fill: "white" });
  const root = svgElement(
    document,
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      ...size,
      viewBox: `0 0 ${size.width} ${size.height}`,
      "font-family": FONT_FAMILY,
      "font-size": 12,
      fill: "black",
      color: "black",
    },
    [background, ...children],
  );
  return serialise(root);
}

function drawTitle(document: Document, title: string, width: number): Block {
  const text = ellipsis(title.replaceAll(/\s+/g, " "), width, TITLE_SIZE * BOLD);
  const attributes = { y: TITLE_SIZE, "font-size": TITLE_SIZE, "font-weight": "bold" };
  const element = svgElement(document, "g", {}, [svgElement(document, "text", attributes, [text])]);
  return { element, height: TITLE_SIZE + 4 };
}

function drawCaption(document: Document, caption: string, width: number): Block {
  const lines = wrap(caption, width, CAPTION_SIZE).map((line, i) =>
    svgElement(document, "text", { y: CAPTION_SIZE + i * LINE_HEIGHT }, [line])
  );
  const attributes = { "font-size": CAPTION_SIZE, fill: "#444" };
  return { element: svgElement(document, "g", attributes, lines), height: lines.length * LINE_HEIGHT };
}

const GEOMETRY = [
  "d",
  "transform",
  "x",
  "y",
  "x1",
  "y1",
  "x2",
  "y2",
  "cx",
  "cy",
  "r",
  "width",
  "height",
  "stroke-width",
];

/** Numbers to a hundredth of a pixel, so that files are small and the same everywhere. */
function roundGeometry(root: Element): void {
  for (const element of root.querySelectorAll("*")) {
    for (const name of GEOMETRY) {
      const value = element.getAttribute(name);
      if (value === null) continue;
      const rounded = value.replaceAll(
        /-?\d+(\.\d+)?(e[+-]?\d+)?/g,
        (number) => String(Math.round(Number(number) * 100) / 100 + 0),
      );
      element.setAttribute(name, rounded);
    }
  }
}

/** The text of an SVG file; characters that XML does not have become U+FFFD. */
function serialise(root: Element): string {
  roundGeometry(root);
  // deno-lint-ignore no-control-regex
  return `${root.outerHTML.toWellFormed().replaceAll(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd")}\n`;
}
