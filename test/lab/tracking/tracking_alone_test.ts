import assert from "node:assert/strict";
import { tracking as benchmark } from "../../../experiments/tracking.ts";
import { freedrag } from "../../../lib/drag/methods/freedrag.ts";
import { stabledrag } from "../../../lib/drag/methods/stabledrag.ts";
import { InputError } from "../../../lib/errors.ts";
import { openModel } from "../../../lib/generators/load.ts";
import { type LatentPath } from "../../../lib/lab/tracking/latent_path.ts";
import { pairByPair } from "../../../lib/lab/pair_by_pair.ts";
import { pathBetween } from "../../../lib/lab/tracking/latent_path_between.ts";
import { trackingAlone } from "../../../lib/lab/tracking/tracking_alone.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { FAKE_LAB, fakeExperiment } from "../fake_experiment.ts";
import { smallLab } from "../small_lab.ts";

/** Two pictures of the same face. */
const STILL: LatentPath = {
  settings: { path: "still" },
  latents: (_lab, { from }) => Promise.resolve([from.latent, from.latent]),
};

Deno.test("where nothing moves no tracker does, and one outside of the library is among them", async () => {
  const model = await openModel();
  await using runtime = await openRuntime({ provider: "cpu", keep: 4 });
  const lab = { model, runtime, environment: {} };
  const measured = trackingAlone({ path: STILL }).open(lab);
  const { tasks } = await benchmark.plan(lab, [0]);
  const labels = tasks.map(({ columns }) => columns["method"]);
  assert.deepEqual([labels.length, labels.at(-1)], [13, "steady-feature"]);
  for (const tracker of ["nearest-feature-l2", "updated-feature", "learned-filter", "correlation-filter"]) {
    const { row, seconds } = await measured(stabledrag(model.generator, { tracker }), 0);
    const { confidence, ...errors } = row;
    assert(Object.values(errors).every((error) => error === 0), `${tracker}: ${JSON.stringify(row)}`);
    assert(Math.abs(Number(confidence) - 1) < 1e-5 && seconds!.track! > 0);
  }
});

Deno.test("a path of few pictures is told from the truth along it, and equal whenever it is measured", async () => {
  const model = await openModel();
  await using runtime = await openRuntime({ provider: "cpu", keep: 4 });
  const measured = trackingAlone({ path: pathBetween({ pictures: 3 }) }).open({
    model,
    runtime,
    environment: {},
  });
  const method = stabledrag(model.generator);
  const { row } = await measured(method, 0);
  // Three pictures are too few: the features of a face are not those of another.
  assert(Number(row.error) > 1 && Number(row.final_error) > Number(row.error), JSON.stringify(row));
  assert.deepEqual((await measured(method, 0)).row, row);
});

Deno.test("what has no tracker, and a generator without faces, is refused in one sentence", async () => {
  const lab = await smallLab();
  await using _ = lab.runtime;
  const { generator } = lab.model;
  const measured = trackingAlone().open(lab);
  const refused = (message: RegExp) => (error: unknown): boolean =>
    error instanceof InputError && message.test(error.message);
  await assert.rejects(
    measured(undefined, 0),
    refused(/^Expected a method with a tracker for tracking but found no method\.$/),
  );
  await assert.rejects(measured(freedrag(generator), 0), refused(/ but found freedrag, which has none\.$/));
  await assert.rejects(
    measured(stabledrag(generator), 0),
    refused(/^Expected a face in the picture of seed 0, or of one of the 7 .* but found none\.$/),
  );
});

Deno.test("pair by pair the same tasks are done, those of a pair after each other", async () => {
  const experiment = fakeExperiment();
  const tasks = async (e: typeof experiment): Promise<string[]> =>
    (await e.plan(FAKE_LAB, [4, 2])).tasks.map(({ columns: { setting, seed } }) => `${setting} ${seed}`);
  assert.deepEqual(await tasks(experiment), ["plain 4", "plain 2", "squared 4", "squared 2"]);
  assert.deepEqual(await tasks(pairByPair(experiment)), ["plain 4", "squared 4", "plain 2", "squared 2"]);
  assert.equal((await pairByPair(experiment).plan(FAKE_LAB, [4, 2])).together, "seed");
});
