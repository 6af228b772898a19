import assert from "node:assert/strict";
import { draggan } from "../../../lib/drag/methods/draggan.ts";
import { openModel } from "../../../lib/generators/load.ts";
import { trajectories } from "../../../lib/lab/faces/trajectories.ts";
import { trajectoryOf } from "../../../lib/lab/faces/trajectory.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";

Deno.test("a drag of one landmark is saved with all that its figures are drawn from", async () => {
  const model = await openModel();
  await using runtime = await openRuntime({ provider: "cpu", keep: 2 });
  const experiment = trajectories({
    name: "single",
    title: "Single drags",
    pairs: 1,
    steps: 2,
    settings: (generator) => [
      { label: "no edit", method: undefined },
      // At this distance it would stop at once.
      { label: "mine", method: { ...draggan(generator), stopDistance: 100 } },
    ],
  });
  const { tasks } = await experiment.plan({ model, runtime, environment: {} }, [0]);
  assert.deepEqual(tasks.map(({ columns }) => columns), [{ method: "mine", seed: 0 }]);
  assert.equal((tasks[0]!.settings as Record<string, unknown>)["stopDistance"], 1);
  const row = { ...tasks[0]!.columns, ...(await tasks[0]!.run()).row };
  const { record, believed, before, after } = trajectoryOf(row);
  assert.equal(record.method, "mine");
  assert.deepEqual(record.steps.map(({ step }) => step), [0, 1]);
  assert.deepEqual([before.width, after.width], model.generator.size);
  assert.notDeepEqual(before.data, after.data);
  // Nothing has moved at the first step: the landmark is as far away as its handle, but for the rounding of this one.
  assert.ok(Math.abs(believed[0]!.believed - believed[0]!.real!) < 1);
  assert.ok(believed[1]!.real! < believed[0]!.real!);
  const { tables, figures } = experiment.analyse([row]);
  assert.deepEqual(tables["single"]!.rows.map(([method, seed, steps]) => [method, seed, steps]), [[
    "mine",
    0,
    2,
  ]]);
  assert.deepEqual(Object.keys(figures), ["pair_0_paths", "pair_0_believed_and_real", "pair_0_pictures"]);
});
