import assert from "node:assert/strict";
import { drag } from "../../lib/drag/drag.ts";
import { type DragProblem } from "../../lib/drag/problem.ts";
import { type DragStep } from "../../lib/drag/state.ts";
import { draggan } from "../../lib/drag/methods/draggan.ts";
import { METHODS } from "../../lib/drag/methods/mod.ts";
import { type MethodOptions } from "../../lib/drag/methods/options.ts";
import { stabledrag } from "../../lib/drag/methods/stabledrag.ts";
import { type Method } from "../../lib/drag/method.ts";
import { InputError } from "../../lib/errors.ts";
import { stylegan2 } from "../../lib/generators/stylegan2/generator.ts";
import { openRuntime, type Runtime } from "../../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";
import { fixtureArray, fixtureModel, rows } from "../fixtures.ts";

const generator = stylegan2(fixtureModel("a64"));
const latent = rows(fixtureArray("a64/ws_psi0.7"), 0);
const points = [{ handle: [36, 34], target: [27, 39] }] as const;
const small: MethodOptions = { r1: 3, r2: 6 };
const filtered: MethodOptions = { ...small, sampleRadius: 10 };
const problem: DragProblem = { latent, points, steps: 6 };

async function walk(
  runtime: Runtime,
  method: Method,
  given = problem,
  resume?: DragStep,
): Promise<DragStep[]> {
  const steps: DragStep[] = [];
  const options = { runtime, ...(resume ? { resume: resume.state } : {}) };
  for await (const step of drag(generator, given, method, options)) steps.push(step);
  return steps;
}

Deno.test("a drag is deterministic, and goes on from any of its states to the same end", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const method = stabledrag(generator, { ...filtered, lr: 0.01 });
  const [once, twice] = [await walk(runtime, method), await walk(runtime, method)];
  assert.deepEqual(once, twice);
  assert.deepEqual(await walk(runtime, method, problem, once[2]), once.slice(3));
  assert.equal(runtime.liveSessions, 0);
});

Deno.test("StableDrag without filter and without template is DragGAN", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const reduced = stabledrag(generator, { ...filtered, lambdaTrack: 0, tau: -Infinity, trackNorm: "l2" });
  const [ours, theirs] = [await walk(runtime, reduced), await walk(runtime, draggan(generator, small))];
  assert.deepEqual(ours.map((s) => s.handles), theirs.map((s) => s.handles));
  assert.deepEqual(ours.at(-1)!.state.variable, theirs.at(-1)!.state.variable);
});

Deno.test("the threshold decides who supervises", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const supervisors = async (tau: number): Promise<Set<string>> =>
    new Set(
      (await walk(runtime, stabledrag(generator, { ...filtered, tau }))).flatMap((s) => s.supervisedBy),
    );
  assert.deepEqual(await supervisors(-Infinity), new Set(["current"]));
  assert.deepEqual(await supervisors(Infinity), new Set(["template"]));
});

Deno.test("the first step starts at full confidence with the handle where it was put", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const [first] = await walk(runtime, stabledrag(generator, filtered), { ...problem, steps: 1 });
  assert.deepEqual(first!.handles, [[36, 34]]);
  assert(Math.abs(first!.confidence[0]! - 1) < 1e-5);
});

Deno.test("a mask that frees everything, or nothing, is no mask", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const all = (v: number): Tensor => float32([64, 64], new Float32Array(64 * 64).fill(v));
  const free = await walk(runtime, draggan(generator, small));
  for (const mask of [all(1), all(0)]) {
    assert.deepEqual(await walk(runtime, draggan(generator, small), { ...problem, mask }), free);
  }
});

Deno.test("several handles are dragged at once", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const two = { ...problem, points: [...points, { handle: [20, 40], target: [24, 48] }] as const };
  const steps = await walk(runtime, stabledrag(generator, filtered), two);
  assert.equal(steps.at(-1)!.handles.length, 2);
  assert.deepEqual(steps[0]!.scores?.shape, [2, 13, 13]);
});

Deno.test("an aborted drag stops between two steps and leaves no session open", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const controller = new AbortController();
  const walkUntilAborted = async (): Promise<void> => {
    for await (
      const step of drag(generator, problem, draggan(generator, small), {
        runtime,
        signal: controller.signal,
      })
    ) {
      if (step.step === 1) controller.abort();
    }
  };
  await assert.rejects(walkUntilAborted, { name: "AbortError" });
  assert.equal(runtime.liveSessions, 0);
});

const broken: Record<string, [Partial<DragProblem>, RegExp]> = {
  "no points": [{ points: [] }, /at least one pair/],
  "a handle outside": [
    { points: [{ handle: [64, 3], target: [1, 1] }] },
    /handle 0 inside the picture.*64,3/,
  ],
  "a target that is no number": [
    { points: [{ handle: [4, 3], target: [NaN, 1] }] },
    /target 0 inside the picture/,
  ],
  "a target on its handle": [
    { points: [{ handle: [4, 3], target: [4, 3] }] },
    /target 0 away from its handle/,
  ],
  "a latent of another shape": [
    { latent: float32([1, 64], new Float32Array(64)) },
    /latent \[1,10,64\] but found \[1,64\]/,
  ],
  "a latent with NaN": [{ latent: { ...latent, data: latent.data.map(() => NaN) } }, /finite numbers/],
  "a latent in float64": [
    { latent: { ...latent, dtype: "float64", data: Float64Array.from(latent.data) } },
    /in float32/,
  ],
  "steps that are forgotten": [
    { steps: undefined as unknown as number },
    /whole number from 0 but found undefined/,
  ],
  "a number of steps below 0": [{ steps: -1 }, /whole number from 0 but found -1/],
  "half a step": [{ steps: 1.5 }, /whole number from 0 but found 1\.5/],
  "a mask of another size": [
    { mask: float32([2, 2], [0, 1, 1, 1]) },
    /mask of 64 × 64 pixels but found one of 2 × 2/,
  ],
};

for (const [what, [change, message]] of Object.entries(broken)) {
  Deno.test(`${what} is refused in one sentence`, async () => {
    await using runtime = await openRuntime({ provider: "cpu" });
    await assert.rejects(
      walk(runtime, METHODS.draggan!(generator, small), { ...problem, ...change }),
      (error) => {
        assert(error instanceof InputError);
        assert.match(error.message, message);
        return true;
      },
    );
  });
}

Deno.test("the space w takes a latent of one w in the rows that are dragged, and refuses another before it computes", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const changedIn = (row: number): Tensor => ({
    ...latent,
    data: latent.data.map((v, i) => v + Number(i === 64 * row)),
  });
  const walkFrom = (changed: Tensor): Promise<DragStep[]> =>
    walk(runtime, draggan(generator, { ...small, latentSpace: "w" }), {
      ...problem,
      latent: changed,
      steps: 1,
    });
  assert.equal((await walkFrom(changedIn(6))).length, 1);
  await assert.rejects(walkFrom(changedIn(2)), {
    name: "InputError",
    message:
      "Expected one w in rows 0 to 5 of the latent for the latentSpace w but found another in row 2, " +
      "which w+ takes.",
  });
});

Deno.test("a pull towards the start keeps the latent nearer to it", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const moved = async (lambdaLatent: number): Promise<number> => {
    const steps = await walk(runtime, draggan(generator, { ...small, lr: 0.01, lambdaLatent }));
    const end = steps.at(-1)!.state.variable.data as Float32Array;
    return end.reduce((sum, v, i) => sum + Math.abs(v - (latent.data as Float32Array)[i]!), 0);
  };
  assert(await moved(10) < 0.8 * await moved(0));
});
