import { type Analysis } from "../../lab/tables/analysis.ts";
import { analysisElements } from "../../lab/tables/index_html.ts";
import { alignedTable, textTable } from "../../lab/tables/text_table.ts";
import { type Displayable, displayable } from "./displayable.ts";
import { figure } from "./figure.ts";
import { CELLS, html } from "./html.ts";
import { showTable } from "./table.ts";

/** All tables of an analysis, each under its name, and the names of its figures. */
function analysisText({ tables, figures }: Analysis): string {
  const names = Object.keys(figures);
  return [
    ...Object.entries(tables).map(([name, table]) => `${name}\n${alignedTable(textTable(table))}`),
    ...(names.length > 0 ? [`Figures: ${names.join(", ")}`] : []),
  ].join("\n\n");
}

/**
 * What an experiment showed: its tables, and below them its figures, in one output. {@linkcode analysisParts} makes
 * an output of each.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { showAnalysis } from "./analysis.ts";
 * import { DISPLAY } from "./displayable.ts";
 * const columns = [{ name: "pairs", label: "pairs" }];
 * const bundle = await showAnalysis({ tables: { counts: { columns, rows: [[20]] } }, figures: {} })[DISPLAY]();
 * assert.equal(bundle["text/plain"], "counts\npairs\n   20");
 * ```
 */
export const showAnalysis = (analysis: Analysis): Displayable =>
  displayable(() => ({
    "text/plain": analysisText(analysis),
    "text/html": html((make) => analysisElements(make, analysis, CELLS)),
  }));

/**
 * Each table and each figure of an analysis by itself: figures are SVG then, which more readers of notebooks show.
 *
 * @throws {InputError} when a figure is no SVG file, or one that does something by itself.
 */
export const analysisParts = ({ tables, figures }: Analysis): readonly Displayable[] => [
  ...Object.values(tables).map(showTable),
  ...Object.entries(figures).map(([name, svg]) => figure(svg, { text: name })),
];
