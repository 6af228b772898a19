import assert from "node:assert/strict";
import { analysisParts, showAnalysis } from "../../../lib/notebook/display/analysis.ts";
import { showTable } from "../../../lib/notebook/display/table.ts";
import { type Table } from "../../../lib/lab/tables/table.ts";
import { bundleOf, HOSTILE } from "./bundles.ts";

const TABLE: Table = {
  columns: [
    { name: "method", label: HOSTILE },
    { name: "distance", label: "distance [px]", digits: 1 },
  ],
  rows: [[HOSTILE, { value: 3.21, low: 2.1, high: 4.4 }], ["draggan", null]],
};
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="30" height="40"/>`;

Deno.test("a table has its numbers rounded, its columns aligned and its texts escaped", async () => {
  const bundle = await bundleOf(showTable(TABLE));
  const html = bundle["text/html"]!;
  assert.equal(html.match(/&lt;img src=x onerror=/g)!.length, 2);
  assert.match(html, /<td style="text-align:right" align="right">3.2 \[2.1, 4.4\]<\/td>/);
  assert.match(html, /<td style="text-align:left" align="left">draggan<\/td>/);
  const [head, first] = bundle["text/plain"].split("\n");
  assert.equal(head!.length, first!.length);
});

Deno.test("an analysis is its tables and figures in one output, or an output each", async () => {
  const analysis = { tables: { "<i>distances": TABLE }, figures: { [HOSTILE]: SVG } };
  const bundle = await bundleOf(showAnalysis(analysis));
  assert.match(
    bundle["text/html"]!,
    /<table>.*<img src="data:image\/svg\+xml;base64,[\w+/=]+" alt="[^"]*">/s,
  );
  assert.match(bundle["text/plain"], /^<i>distances\n.*\n\nFigures: <img src/s);
  const parts = await Promise.all(analysisParts(analysis).map(bundleOf));
  assert.deepEqual(parts.map((part) => "image/svg+xml" in part), [false, true]);
  assert.equal(parts[1]!["text/plain"], HOSTILE);
});
