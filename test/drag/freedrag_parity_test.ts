import assert from "node:assert/strict";
import { drag } from "../../lib/drag/drag.ts";
import { type Method } from "../../lib/drag/method.ts";
import { BRANCHES } from "../../lib/drag/motion/submotions.ts";
import { distance, type Point } from "../../lib/drag/points.ts";
import { openDrag } from "../../lib/drag/session.ts";
import { type DragState, type DragStep } from "../../lib/drag/state.ts";
import { patchAround } from "../../lib/drag/tracking/line_search.ts";
import { wholeView } from "../../lib/drag/view.ts";
import { stylegan2 } from "../../lib/generators/stylegan2/generator.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { openRuntime, type Runtime } from "../../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";
import { fixtureArray, fixtureJson, fixtureModel, rows } from "../fixtures.ts";
import { checkParity, difference } from "../parity.ts";
import { freedragMethod, freedragProblem, type FreedragRecord, freedragRuns } from "./freedrag_record.ts";
import { flipped, over } from "./official_record.ts";

const generator = stylegan2(fixtureModel("b128"));

/** What a step of the record is: its loss, its points in pixels of the picture, and what begins with it. */
interface OfficialStep {
  readonly points: readonly Point[];
  readonly loss: number;
  /** Absent within a sub-motion. */
  readonly begins?: { readonly branch: readonly string[]; readonly initial: readonly number[] };
}

function officialSteps({ submotions, parameters }: FreedragRecord): OfficialStep[] {
  const scale = generator.size[0] / parameters.handle_size;
  return submotions.flatMap(({ branch, point, steps }) =>
    steps.map(({ loss, loss_per_point }, i): OfficialStep => ({
      points: point.map((p) => flipped(p).map((v) => v * scale) as unknown as Point),
      loss,
      ...(i === 0 ? { begins: { branch, initial: loss_per_point } } : {}),
    }))
  );
}

const numbers = (t: unknown): number[] => [...(t as Tensor<"float32">).data];

const largestDistance = (a: readonly Point[], b: readonly Point[]): number =>
  Math.max(...a.map((p, i) => distance(p, b[i]!)));

/** The control flow of a step exactly; the errors of its loss and points. */
function compare(state: DragState, step: DragStep, theirs: OfficialStep): { loss: number; points: number } {
  const { memory } = step.state;
  const begins = !state.memory || numbers(state.memory.left)[0] === 0;
  assert.equal(begins, theirs.begins !== undefined, `step ${step.step} begins a sub-motion`);
  const branch = numbers(memory!.branch).map((b) => BRANCHES[b]);
  if (theirs.begins) assert.deepEqual(branch, theirs.begins.branch, `step ${step.step}`);
  const initial = theirs.begins
    ? Math.max(...numbers(memory!.initial).map((v, i) => Math.abs(v - theirs.begins!.initial[i]!)))
    : 0;
  return {
    loss: Math.max(initial, Math.abs(step.loss! - theirs.loss)),
    points: largestDistance(step.handles, theirs.points),
  };
}

/** Patches of a latent's features around points, [n, C, 3, 3]. */
async function patchesAt(
  runtime: Runtime,
  { featureBlock }: Method,
  latent: Tensor,
  points: readonly Point[],
): Promise<Tensor> {
  const size = generator.blocks[featureBlock]!.size[0];
  const scale = size / generator.size[0];
  const places = float32([points.length, 2], points.flat().map((v) => v * scale));
  return await runtime.run(
    (w: Symbolic, at: Symbolic) =>
      patchAround(wholeView(generator.features(w, featureBlock), generator.size), at, {
        of: "map",
        offsets: [-3 * scale, 0, 3 * scale],
      })
        .features,
    latent,
    places,
  );
}

/** Templates [n, C, 3, 3] as the records have them, [n, 9, C]. */
function recorded(template: Tensor): Tensor {
  const [n, c] = template.shape as [number, number];
  const data = template.data as Float32Array;
  const at = (i: number): number => {
    const [k, place, channel] = [Math.floor(i / (9 * c)), Math.floor(i / c) % 9, i % c];
    return data[(k * c + channel) * 9 + place]!;
  };
  return float32([n, 9, c], Float32Array.from(data, (_, i) => at(i)));
}

/** Every step from the official latent before it. */
async function teacherForced(runtime: Runtime, run: string, record: FreedragRecord): Promise<void> {
  const problem = freedragProblem(run, record);
  const method = freedragMethod(generator, record);
  const ws = fixtureArray(`${run}_ws_steps`);
  await using session = await openDrag(generator, problem, method, { runtime });
  let state = session.start;
  let [loss, points, latents] = [0, 0, 0];
  for (const [k, theirs] of officialSteps(record).entries()) {
    const step = await session.step(state);
    const errors = compare(state, step, theirs);
    [loss, points] = [Math.max(loss, errors.loss), Math.max(points, errors.points)];
    const variable = over(problem.latent, rows(ws, k));
    latents = Math.max(latents, difference(step.state.variable, variable));
    state = { ...step.state, variable };
  }
  const last = await session.step(state);
  assert.equal(last.stopped, record.total_steps < record.parameters.max_steps);
  const template = last.stopped
    ? await patchesAt(runtime, method, state.variable, last.handles)
    : last.state.memory!.template as Tensor;
  checkParity(`${run} points`, points, 1e-4);
  checkParity(`${run} loss`, loss, 1e-5);
  checkParity(`${run} latents`, latents, 1e-4);
  checkParity(`${run} template`, difference(recorded(template), fixtureArray(`${run}_template_final`)), 1e-4);
}

/** The whole drag left to itself. */
async function free(runtime: Runtime, run: string, record: FreedragRecord): Promise<void> {
  const problem = freedragProblem(run, record);
  const ws = fixtureArray(`${run}_ws_steps`);
  const theirs = officialSteps(record);
  let state: DragState = { step: 0, handles: [], variable: problem.latent, adam: undefined! };
  let [loss, points, latents, steps] = [0, 0, 0, 0];
  for await (const step of drag(generator, problem, freedragMethod(generator, record), { runtime })) {
    if (step.stopped) break;
    const errors = compare(state, step, theirs[step.step]!);
    [loss, points] = [Math.max(loss, errors.loss), Math.max(points, errors.points)];
    latents = Math.max(
      latents,
      difference(step.state.variable, over(problem.latent, rows(ws, step.step))),
    );
    state = step.state;
    steps += 1;
  }
  assert.equal(steps, record.total_steps);
  checkParity(`${run} free, points`, points, 1e-4);
  checkParity(`${run} free, loss`, loss, 1e-4);
  checkParity(`${run} free, latents`, latents, 1e-4);
}

for (const run of freedragRuns) {
  Deno.test(`FreeDrag reproduces the official record ${run}`, async () => {
    await using runtime = await openRuntime({ provider: "cpu" });
    await teacherForced(runtime, run, fixtureJson<FreedragRecord>(`${run}.json`));
  });
  Deno.test(`FreeDrag left to itself walks the official path on ${run}`, async () => {
    await using runtime = await openRuntime({ provider: "cpu" });
    await free(runtime, run, fixtureJson<FreedragRecord>(`${run}.json`));
  });
}
