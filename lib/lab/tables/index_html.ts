import { Buffer } from "node:buffer";
import { type Analysis } from "./analysis.ts";
import {
  type CellAttributes,
  elementsOf,
  htmlDocument,
  type MakeElement,
  tableElement,
} from "./table_html.ts";
import { textTable } from "./text_table.ts";

/** A section of a page: an experiment and what it showed, or how to run it. */
export interface Section {
  /** Heading. */
  readonly title: string;
  /** What is shown; a text where there is nothing yet. */
  readonly content: Analysis | string;
}

const STYLE = "body{font:15px/1.45 sans-serif;max-width:72em;margin:2em auto;padding:0 1em}" +
  "table{border-collapse:collapse;margin:1em 0}th,td{padding:.25em .8em;border-bottom:1px solid #ddd}" +
  "th,td{text-align:left}.number{text-align:right;font-variant-numeric:tabular-nums}img{max-width:100%}";

const CELLS: CellAttributes = { left: {}, right: { class: "number" } };

const picture = (make: MakeElement, name: string, svg: string): Element =>
  make("img", { alt: name, src: `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}` });

/** The tables and figures of an analysis; figures are embedded. */
export const analysisElements = (
  make: MakeElement,
  { tables, figures }: Analysis,
  cells: CellAttributes,
): Element[] => [
  ...Object.values(tables).map((table) => tableElement(make, textTable(table), cells)),
  ...Object.entries(figures).map(([name, svg]) => picture(make, name, svg)),
];

function sectionElement(make: MakeElement, { title, content }: Section): Element {
  const shown = typeof content === "string"
    ? [make("p", {}, content)]
    : analysisElements(make, content, CELLS);
  return make("section", {}, make("h2", {}, title), ...shown);
}

/** One self-contained HTML page with the tables and figures of all sections. */
export function pageHtml(title: string, sections: readonly Section[]): string {
  const document = htmlDocument();
  const make = elementsOf(document);
  document.head.append(
    make("meta", { charset: "utf-8" }),
    make("title", {}, title),
    make("style", {}, STYLE),
  );
  document.body.append(make("h1", {}, title), ...sections.map((section) => sectionElement(make, section)));
  return `${document.toString()}\n`;
}
