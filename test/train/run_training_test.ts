import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { openRuntime, type Runtime } from "../../lib/runtime/runtime.ts";
import { readLossLog } from "../../lib/train/loss_log.ts";
import { type OptimiserNumbers } from "../../lib/train/optimiser.ts";
import { type RunOptions, runTraining } from "../../lib/train/run_training.ts";
import {
  averagedWeights,
  halfWeights,
  stateTensors,
  type TrainingState,
} from "../../lib/train/training_state.ts";
import { tensor } from "../../lib/tensor.ts";
import { temporaryFolder } from "../cli/temporary_folder.ts";
import { toyJob } from "./toy.ts";

const run = async (
  runtime: Runtime,
  folder: string,
  options: Partial<RunOptions> = {},
): Promise<TrainingState> => await runTraining(toyJob(6), { runtime, folder, ...options });

Deno.test("a stopped training goes on with identical numbers, and its log with it", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  using whole = temporaryFolder();
  using parts = temporaryFolder();
  const expected = await run(runtime, whole.at("."));
  const stop = new AbortController();
  const options = { signal: stop.signal, onStep: (): void => stop.abort(new Error("enough")) };
  await assert.rejects(run(runtime, parts.at("."), options), /enough/);
  assert.deepEqual((await readLossLog(parts.at("toy.jsonl"))).map(({ step }) => step), [0]);
  const inTime = await run(runtime, parts.at("."), { until: performance.now() });
  assert.deepEqual([inTime.step, inTime.count], [2, 2]);
  const rest = await run(runtime, parts.at("."));
  assert.deepEqual(stateTensors(rest), stateTensors(expected));
  const [one, other] = [await readLossLog(whole.at("toy.jsonl")), await readLossLog(parts.at("toy.jsonl"))];
  assert.deepEqual(other.map(({ seconds: _, ...line }) => line), one.map(({ seconds: _, ...line }) => line));
  assert.deepEqual(stateTensors(await run(runtime, parts.at("."))), stateTensors(expected));
});

Deno.test("a training makes its folder, and is alone there", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  using parts = temporaryFolder();
  const folder = parts.at("made", "for", "it");
  let other: unknown;
  const onStep = async (): Promise<void> => {
    other ??= await run(runtime, folder).catch((error: unknown) => error);
  };
  assert.equal((await run(runtime, folder, { onStep: () => void onStep() })).step, 6);
  assert.match(String(other), /Expected .*it for this work alone but found that another process works there/);
  assert.equal((await readLossLog(parts.at("made", "for", "it", "toy.jsonl"))).length, 6);
});

Deno.test("steps that a log has but the checkpoint has not are made and logged again", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  using folder = temporaryFolder();
  await run(runtime, folder.at("."), { until: performance.now() });
  const line = JSON.stringify({ step: 1, loss: 5, norm: 1, seconds: 1 });
  Deno.writeTextFileSync(folder.at("toy.jsonl"), `${line}\n{"step": 2, "lo`, { append: true });
  await run(runtime, folder.at("."));
  const logged = await readLossLog(folder.at("toy.jsonl"));
  assert.deepEqual(logged.map(({ step }) => step), [0, 1, 2, 3, 4, 5]);
  assert.ok(logged[1]!.loss !== 5);
});

Deno.test("a training goes on from averaged weights in float16, with fresh moments", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  using folder = temporaryFolder();
  using next = temporaryFolder();
  const half = halfWeights(averagedWeights(await run(runtime, folder.at("."))));
  assert.ok([...half.values()].every(({ dtype }) => dtype === "float16"));
  const job = { ...toyJob(8), start: half, startStep: 6 };
  const state = await runTraining(job, { runtime, folder: next.at(".") });
  assert.deepEqual([state.step, state.count], [8, 2]);
  assert.deepEqual((await readLossLog(next.at("toy.jsonl"))).map(({ step }) => step), [6, 7]);
});

Deno.test("half a line at the end of the log, which a kill may leave, spoils nothing", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  using folder = temporaryFolder();
  await run(runtime, folder.at("."), { until: performance.now() });
  Deno.writeTextFileSync(folder.at("toy.jsonl"), '{"step":1,"lo', { append: true });
  await run(runtime, folder.at("."));
  assert.deepEqual((await readLossLog(folder.at("toy.jsonl"))).map(({ step }) => step), [0, 1, 2, 3, 4, 5]);
});

Deno.test("files of something else are refused by name", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  using folder = temporaryFolder();
  await run(runtime, folder.at("."), { until: performance.now() });
  const refused = async (job: ReturnType<typeof toyJob>, message: RegExp): Promise<void> =>
    await assert.rejects(runTraining(job, { runtime, folder: folder.at(".") }), (e) => {
      assert.ok(e instanceof InputError, String(e));
      assert.match(e.message, message);
      return true;
    });
  await refused(
    { ...toyJob(6), recipe: "another" },
    /toy.checkpoint.*of another but found one of a linear map/,
  );
  const start = new Map([...toyJob(6).start].map(([name, t]) => [name, { ...t, shape: [...t.shape, 1] }]));
  await refused({ ...toyJob(6), start }, /Expected weights.w \[3, 2, 1\] of float32 but found none/);
  Deno.writeTextFileSync(folder.at("toy.checkpoint.safetensors"), "");
  await refused(toyJob(6), /toy.checkpoint.safetensors: .*Expected at least 8 bytes/);
  Deno.writeTextFileSync(folder.at("toy.jsonl"), "[]\n");
  Deno.removeSync(folder.at("toy.checkpoint.safetensors"));
  await refused(toyJob(6), /toy.jsonl: Expected a step of a training in line 1/);
});

Deno.test("a training that diverges leaves its last sound checkpoint, and goes on from there", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  using folder = temporaryFolder();
  await run(runtime, folder.at("."), { until: performance.now() });
  const files = ["toy.checkpoint.safetensors", "toy.jsonl"].map((name) => folder.at(name));
  const sound = files.map((path) => Deno.readFileSync(path));
  const numbers = { ...toyJob(6).numbers as OptimiserNumbers, warmUp: 0 };
  const diverges = async (learningRate: number, message: RegExp, options = {}): Promise<void> => {
    const job = { ...toyJob(6), numbers: { ...numbers, learningRate } };
    await assert.rejects(runTraining(job, { runtime, folder: folder.at("."), ...options }), (e) => {
      assert.ok(e instanceof Error && !(e instanceof InputError), String(e));
      assert.match(e.message, message);
      return true;
    });
    assert.deepEqual(files.map((path) => Deno.readFileSync(path)), sound);
  };
  await diverges(1e300, /^toy: The weight w became -?Infinity at step 1; try a smaller learning rate\.$/);
  await diverges(1e30, /^toy: The (gradient|loss) became (NaN|Infinity) at step 2; try a smaller/);
  const check = (): never => {
    throw new Error("not these");
  };
  await diverges(0.1, /^not these$/, { check, until: 0 });
  assert.equal((await run(runtime, folder.at("."))).step, 6);
});

Deno.test("weights that float16 cannot hold are refused by name", () => {
  const weights = (v: number): Parameters<typeof halfWeights>[0] =>
    new Map([["w", { dtype: "float32", shape: [2], data: Float32Array.of(1, v) }]]);
  assert.deepEqual([...halfWeights(weights(2)).get("w")!.data as Uint16Array], [0x3c00, 0x4000]);
  assert.throws(() => halfWeights(weights(1e5)), /numbers of w that float16 holds but found 100000/);
  const half = new Map([["w", tensor("float16", [1], Uint16Array.of(0x3c00))]]);
  assert.throws(() => halfWeights(half), /^InputError: Expected w in float32 but found float16\.$/);
  assert.throws(() => halfWeights(weights(NaN)), /found NaN/);
});
