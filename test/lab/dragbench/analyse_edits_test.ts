import assert from "node:assert/strict";
import { analyseEdits } from "../../../lib/lab/dragbench/analyse_edits.ts";
import { decodeParquet } from "../../../lib/lab/run/parquet.ts";
import { type Row } from "../../../lib/lab/run/row.ts";

const path = new URL("../../../experiments/results/dragbench/results.parquet", import.meta.url);
const { rows } = await decodeParquet(path.pathname, Deno.readFileSync(path));
const ofMethods = (...methods: string[]): Row[] =>
  rows.filter(({ method }) => methods.includes(String(method)));

Deno.test("a category has nothing of a method that did not edit all of its pictures", () => {
  const { tables } = analyseEdits(ofMethods("no edit", "draggan"), "dragbench", "DragBench");
  const { columns, rows: categories } = tables["dragbench-categories"]!;
  const cells = (category: string): Record<string, unknown> => {
    const row = categories.find(([name]) => name === category)!;
    return Object.fromEntries(columns.map(({ name }, i) => [name, row[i]]));
  };
  const heads = cells("human_head"); // three pictures, of which one has no pair in the square around the face
  assert.equal(heads["pictures"], 3);
  assert.equal(typeof heads["md_pairs no edit"], "number");
  assert.equal(heads["md_pairs draggan"], null);
});

Deno.test("rows of pictures that nothing edited or measured are refused in one sentence", () => {
  const unedited = ofMethods("draggan").filter(({ distances }) => typeof distances !== "string");
  assert.ok(unedited.length > 0);
  assert.throws(
    () => analyseEdits(unedited, "dragbench", "DragBench"),
    /^InputError: Expected a measured picture in DragBench's rows but found none\.$/,
  );
});

Deno.test("there is a table of the pictures that all methods edited where these are not all pictures", () => {
  const tablesOf = (...methods: string[]): string[] =>
    Object.keys(analyseEdits(ofMethods(...methods), "dragbench", "DragBench").tables);
  assert.ok(tablesOf("no edit", "draggan").includes("dragbench-common"));
  assert.ok(!tablesOf("no edit", "dragdiffusion").includes("dragbench-common"));
});
