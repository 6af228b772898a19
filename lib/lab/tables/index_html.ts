import { Buffer } from "node:buffer";
import { type Analysis } from "./analysis.ts";
import {
  type CellAttributes,
  elementsOf,
  htmlDocument,
  type MakeElement,
  tableElement,
} from "./table_html.ts";
import { type TextTable, textTable } from "./text_table.ts";

/** Pictures side by side. */
export interface PictureRow {
  /** Heading; default none. */
  readonly heading?: string;
  /** PNG files by what they show. */
  readonly pictures: Readonly<Record<string, Uint8Array>>;
}

/** A section of a page: an experiment and what it showed, or how to run it. */
export interface Section {
  /** Heading. */
  readonly title: string;
  /** What is shown; a text where there is nothing yet. */
  readonly content: Analysis | string;
  /** Pictures above all else; default none. */
  readonly pictures?: readonly PictureRow[];
  /** Further tables, such as how it was made and how long it took; default none. */
  readonly details?: readonly TextTable[];
}

const STYLE = "body{font:15px/1.45 sans-serif;max-width:96em;margin:2em auto;padding:0 1em}" +
  "table{border-collapse:collapse;margin:1em 0}th,td{padding:.25em .8em;border-bottom:1px solid #ddd}" +
  "th,td{text-align:left}.number{text-align:right;font-variant-numeric:tabular-nums}img{max-width:100%}" +
  "figure{display:inline-table;width:1px;vertical-align:top;margin:0 1em 1em 0}figure img{max-width:90vw}" +
  "figcaption{display:table-caption;caption-side:bottom;color:#555}";

const CELLS: CellAttributes = { left: {}, right: { class: "number" } };

const image = (make: MakeElement, name: string, type: string, bytes: string | Uint8Array): Element =>
  make("img", { alt: name, src: `data:${type};base64,${Buffer.from(bytes).toString("base64")}` });

const pictureElement = (make: MakeElement, name: string, png: Uint8Array): Element =>
  make("figure", {}, image(make, name, "image/png", png), make("figcaption", {}, name));

const pictureRow = (make: MakeElement, { heading, pictures }: PictureRow): Element =>
  make(
    "div",
    {},
    ...(heading === undefined ? [] : [make("h3", {}, heading)]),
    ...Object.entries(pictures).map(([name, png]) => pictureElement(make, name, png)),
  );

/** The tables and figures of an analysis; figures are embedded. */
export const analysisElements = (
  make: MakeElement,
  { tables, figures }: Analysis,
  cells: CellAttributes,
): Element[] => [
  ...Object.values(tables).map((table) => tableElement(make, textTable(table), cells)),
  ...Object.entries(figures).map(([name, svg]) => image(make, name, "image/svg+xml", svg)),
];

function sectionElement(
  make: MakeElement,
  { title, content, pictures = [], details = [] }: Section,
): Element {
  const shown = typeof content === "string"
    ? [make("p", {}, content)]
    : analysisElements(make, content, CELLS);
  return make(
    "section",
    {},
    make("h2", {}, title),
    ...pictures.map((row) => pictureRow(make, row)),
    ...shown,
    ...details.map((table) => tableElement(make, table, CELLS)),
  );
}

/** A text for the element `title`, whose content linkedom writes as it is. */
const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** One self-contained HTML page with the tables and figures of all sections. */
export function pageHtml(title: string, sections: readonly Section[]): string {
  const document = htmlDocument();
  const make = elementsOf(document);
  document.head.append(
    make("meta", { charset: "utf-8" }),
    make("title", {}, escaped(title)),
    make("style", {}, STYLE),
  );
  document.body.append(make("h1", {}, title), ...sections.map((section) => sectionElement(make, section)));
  return `${document.toString()}\n`;
}
