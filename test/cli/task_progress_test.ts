import assert from "node:assert/strict";
import { taskLines } from "../../lib/cli/task_progress.ts";

Deno.test("a log foresees the time of the tasks that are still to be run, not of those that failed", () => {
  const lines: string[] = [];
  using view = taskLines("tracking", (line) => lines.push(line));
  const task = (seed: number) => ({
    key: `${seed}`,
    columns: { seed },
    settings: null,
    run: () => Promise.reject(),
  });
  view.show({ total: 3, done: 0 });
  view.show({ total: 3, done: 1, task: task(0), seconds: 20 });
  view.show({ total: 3, done: 1, task: task(1), seconds: 10, error: new Error("no face") });
  view.show({ total: 3, done: 1, task: task(2), seconds: 30, error: new Error("no face") });
  assert.deepEqual(lines.map((line) => line.match(/[^:]*$/)![0].trim()), [
    "starting",
    "20 s, 40 s to go",
    "10 s, 15 s to go",
    "30 s, 0 s to go",
  ]);
});
