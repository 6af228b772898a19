import assert from "node:assert/strict";
import { meanTimesTable } from "../../../lib/lab/run/timings.ts";

const task = (method: string, seed: number): { key: string; columns: { method: string; seed: number } } => ({
  key: "",
  columns: { method, seed },
});

Deno.test("mean times are of the tasks that differ in the seed only, and of those that took any", () => {
  const tasks = [task("no edit", 0), task("a", 0), task("a", 1), task("b", 0)];
  const seconds = [{}, { drag: 1, learn: 0.5 }, { drag: 3 }, { drag: 7 }];
  const { columns, rows } = meanTimesTable(tasks, seconds.map((each) => ({ row: {}, seconds: each })));
  assert.deepEqual(columns.map(({ name }) => name), ["method", "tasks", "drag_seconds", "learn_seconds"]);
  assert.deepEqual(rows, [["a", 2, 2, 0.5], ["b", 1, 7, null]]);
});
