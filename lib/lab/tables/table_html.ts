import { DOMParser } from "linkedom";
import { type TextTable } from "./text_table.ts";

/** Attributes of an element by their names. */
export type HtmlAttributes = Readonly<Record<string, string>>;

/** Makes an element with attributes and children; texts are escaped when it is serialised. */
export type MakeElement = (
  name: string,
  attributes: HtmlAttributes,
  ...children: readonly (Element | string)[]
) => Element;

/** An empty HTML page to make elements for, without a browser. */
export const htmlDocument = (): Document =>
  new DOMParser().parseFromString(
    "<!doctype html><html lang=en><head></head><body></body></html>",
    "text/html",
  ) as unknown as Document;

/** Makes elements of one document. */
export const elementsOf = (document: Document): MakeElement => (name, attributes, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

/** Attributes of the cells of columns that stand to the left, and of those that stand to the right. */
export interface CellAttributes {
  /** Of texts. */
  readonly left: HtmlAttributes;
  /** Of numbers. */
  readonly right: HtmlAttributes;
}

/** A table as an HTML element. */
export function tableElement(make: MakeElement, table: TextTable, cells: CellAttributes): Element {
  const attributes = (column: number): HtmlAttributes =>
    table.right.includes(column) ? cells.right : cells.left;
  const line = (name: "th" | "td", texts: readonly string[]): Element =>
    make("tr", {}, ...texts.map((text, i) => make(name, attributes(i), text)));
  return make(
    "table",
    {},
    make("thead", {}, line("th", table.head)),
    make("tbody", {}, ...table.rows.map((row) => line("td", row))),
  );
}
