import assert from "node:assert/strict";
import { type TaskProgress } from "../../../lib/lab/run/run_tasks.ts";
import { watch } from "../../../lib/notebook/display/watch.ts";
import { FakeOutput } from "./fake_output.ts";

/** Ten tasks, four of which were done before; one of the others fails, the second if not told. */
async function* tasks(output: FakeOutput, failing = 1): AsyncGenerator<TaskProgress> {
  const total = 10;
  let done = 4;
  yield { total, done };
  for (const seed of [0, 1, 2, 3, 4, 5]) {
    output.clock.pass(10_000);
    await Promise.resolve();
    const task = {
      key: `${seed}`,
      columns: { seed },
      settings: null,
      run: () => Promise.reject(new Error()),
    };
    if (seed === failing) yield { total, done, task, seconds: 10, error: new Error("no face") };
    else yield { total, done: ++done, task, seconds: 10 };
  }
}

Deno.test("the tasks of an experiment are watched: what is left is foreseen from those of this run", async () => {
  const output = new FakeOutput();
  const all = await Array.fromAsync(watch(tasks(output), { output, clock: output.clock, label: "tracking" }));
  assert.equal(all.length, 7);
  assert.equal(output.texts[0], "tracking ████████░░░░░░░░░░░░ 4/10, 0 s");
  assert.equal(output.texts[1], "tracking ██████████░░░░░░░░░░ 5/10, 10 s, 50 s to go: seed 0");
  assert.match(output.texts[2]!, /5\/10, 20 s, 40 s to go: seed 1 failed: no face$/);
  assert.equal(
    output.texts.at(-1),
    "tracking: 9 of 10 in 60 s; 1 task failed, the first: seed 1 failed: no face",
  );
});

Deno.test("no time is left to go after the last task, although one failed", async () => {
  const output = new FakeOutput();
  await Array.fromAsync(watch(tasks(output, 5), { output, clock: output.clock }));
  assert.match(output.texts.at(-2)!, /9\/10, 60 s: seed 5 failed: no face$/);
});

Deno.test("a run that is stopped says how far it came", async () => {
  const output = new FakeOutput();
  const controller = new AbortController();
  const watched = watch(tasks(output), { output, clock: output.clock, signal: controller.signal });
  await watched.next();
  await watched.next();
  controller.abort(new Error("interrupted"));
  await assert.rejects(watched.next(), /interrupted/);
  assert.equal(output.texts.at(-1), "tasks: stopped after 5 of 10, 10 s");
});
