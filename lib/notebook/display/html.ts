import {
  type CellAttributes,
  elementsOf,
  htmlDocument,
  type MakeElement,
} from "../../lab/tables/table_html.ts";

/**
 * Cells of tables in notebooks. Front ends have style sheets of their own, which put all cells to the right, and
 * leave out those of outputs.
 */
export const CELLS: CellAttributes = {
  left: { align: "left", style: "text-align:left" },
  right: { align: "right", style: "text-align:right" },
};

/** Static HTML of elements in a `<div>`; all texts are escaped. */
export function html(content: (make: MakeElement) => readonly (Element | string)[]): string {
  const make = elementsOf(htmlDocument());
  return make("div", {}, ...content(make)).outerHTML;
}
