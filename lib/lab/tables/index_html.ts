import { Buffer } from "node:buffer";
import { DOMParser } from "linkedom";
import { type Analysis } from "./analysis.ts";
import { type Table } from "./table.ts";
import { isNumeric, readableRows } from "./table_text.ts";

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

type Child = Element | string;

/** Makes elements of one document; texts are escaped when it is serialised. */
const elementsOf =
  (document: Document) =>
  (name: string, attributes: Readonly<Record<string, string>>, ...children: readonly Child[]): Element => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

type Make = ReturnType<typeof elementsOf>;

function tableElement(make: Make, table: Table): Element {
  const attributes = (column: number): Record<string, string> =>
    isNumeric(table, column) ? { class: "number" } : {};
  const line = (name: "th" | "td", cells: readonly string[]): Element =>
    make("tr", {}, ...cells.map((cell, i) => make(name, attributes(i), cell)));
  const head = line("th", table.columns.map(({ label }) => label));
  return make(
    "table",
    {},
    make("thead", {}, head),
    make("tbody", {}, ...readableRows(table).map((row) => line("td", row))),
  );
}

const picture = (make: Make, name: string, svg: string): Element =>
  make("img", { alt: name, src: `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}` });

function sectionElement(make: Make, { title, content }: Section): Element {
  const shown = typeof content === "string" ? [make("p", {}, content)] : [
    ...Object.values(content.tables).map((table) => tableElement(make, table)),
    ...Object.entries(content.figures).map(([name, svg]) => picture(make, name, svg)),
  ];
  return make("section", {}, make("h2", {}, title), ...shown);
}

/** One self-contained HTML page with the tables and figures of all sections. */
export function pageHtml(title: string, sections: readonly Section[]): string {
  const document = new DOMParser().parseFromString(
    "<!doctype html><html lang=en><head></head><body></body></html>",
    "text/html",
  ) as unknown as Document;
  const make = elementsOf(document);
  document.head.append(
    make("meta", { charset: "utf-8" }),
    make("title", {}, title),
    make("style", {}, STYLE),
  );
  document.body.append(make("h1", {}, title), ...sections.map((section) => sectionElement(make, section)));
  return `${document.toString()}\n`;
}
