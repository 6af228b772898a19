import assert from "node:assert/strict";
import { operatorTable } from "./operator_table.ts";
import { operatorPage, PAGE } from "./op_table.ts";

Deno.test("docs/operators.md is what write_op_table.ts would write", () => {
  assert.equal(Deno.readTextFileSync(PAGE), operatorPage());
});

Deno.test("every operator is described, and every gradient tested", () => {
  const rows = operatorPage().split("\n").filter((line) => /^\| [A-Z]/.test(line));
  assert(rows.length > 60);
  assert.deepEqual(rows.filter((row) => / \? \||\| no \|$/.test(row)), []);
});

Deno.test("an operator that nobody tests is said to be untested", () => {
  const page = operatorTable(new Map([["Conv", { cases: 1, dtype: "float32" }]]));
  assert.match(page, /\| Conv \| 11 \|.*\| yes \| 1 case in float32 \|/);
  assert.match(page, /\| Add \| 14 \|.*\| yes \| no \|/);
  assert.match(page, /\| Floor \| 13 \|.*\| absent \| — \|/);
});
