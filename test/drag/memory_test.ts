import assert from "node:assert/strict";
import { decodeCheckpoint, encodeCheckpoint } from "../../lib/drag/checkpoint.ts";
import { drag } from "../../lib/drag/drag.ts";
import { type Method, type TrackingMethod } from "../../lib/drag/method.ts";
import { draggan } from "../../lib/drag/methods/draggan.ts";
import { freedrag } from "../../lib/drag/methods/freedrag.ts";
import { stabledrag } from "../../lib/drag/methods/stabledrag.ts";
import { type DragState, type DragStep } from "../../lib/drag/state.ts";
import { templateFeature } from "../../lib/drag/tracking/template_feature.ts";
import { type Tracker } from "../../lib/drag/tracking/tracker.ts";
import { stylegan2 } from "../../lib/generators/stylegan2/generator.ts";
import * as o from "../../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { openRuntime, type Runtime } from "../../lib/runtime/runtime.ts";
import { fixtureArray, fixtureModel, rows } from "../fixtures.ts";
import { PROVENANCE } from "./test_provenance.ts";

const generator = stylegan2(fixtureModel("a64"));
const latent = rows(fixtureArray("a64/ws_psi0.7"), 0);
const points = [{ handle: [36, 34], target: [27, 39] }] as const;

async function walk(runtime: Runtime, method: Method, resume?: DragState): Promise<DragStep[]> {
  const steps: DragStep[] = [];
  const options = { runtime, ...(resume ? { resume } : {}) };
  for await (const step of drag(generator, { latent, points, steps: 6 }, method, options)) steps.push(step);
  return steps;
}

/** A state as it is after its run was killed and the folder opened again. */
function reread({ state, handles }: DragStep): DragState {
  const line = { step: 0, handles, distances: [], confidence: [], supervisedBy: [] };
  const bytes = encodeCheckpoint({ provenance: PROVENANCE, lines: [line], seconds: [], frames: [], state });
  return decodeCheckpoint(bytes).state!;
}

/** DragGAN's tracker, its template half of what it was and half of what it found. */
function following({ tracker: { update: _, ...tracker }, ...method }: TrackingMethod): Method {
  const half: Tracker = {
    ...tracker,
    update: ({ view, handles }, known) =>
      o.mul(o.add(known as Symbolic, templateFeature(view, handles)), 0.5),
  };
  return { ...method, tracker: half };
}

const small = { r1: 3, r2: 6, lr: 0.01 };
const remembering: Record<string, Method> = {
  "a tracker that updates its template": following(draggan(generator, small)),
  "a filter learned again every 2 steps": stabledrag(generator, {
    ...small,
    sampleRadius: 10,
    relearnEvery: 2,
  }),
  "a template that adapts": stabledrag(generator, {
    ...small,
    sampleRadius: 10,
    supervision: "adaptive-template",
  }),
  "sub-motions of FreeDrag": freedrag(generator, { expectedLoss: 0.1, stepsPerSubmotion: 2 }),
};

for (const [what, method] of Object.entries(remembering)) {
  Deno.test(`a drag with ${what} goes on from any of its states, saved and read, to the same end`, async () => {
    await using runtime = await openRuntime({ provider: "cpu" });
    const steps = await walk(runtime, method);
    for (const k of [0, 2, 3]) {
      assert.deepEqual(reread(steps[k]!), steps[k]!.state);
      assert.deepEqual(await walk(runtime, method, reread(steps[k]!)), steps.slice(k + 1));
    }
    assert.equal(runtime.liveSessions, 0);
  });
}

Deno.test("a tracker that keeps its template remembers nothing, one that updates it another one every step", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const constant = await walk(runtime, draggan(generator, small));
  assert.ok(constant.every(({ state }) => state.memory === undefined));
  const templates = (await walk(runtime, remembering["a tracker that updates its template"]!))
    .map(({ state }) => JSON.stringify(state.memory));
  assert.equal(new Set(templates).size, templates.length);
});

Deno.test("a filter is learned again after as many updates as were asked for, and not before", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const steps = await walk(runtime, remembering["a filter learned again every 2 steps"]!);
  const once = await walk(runtime, stabledrag(generator, { ...small, sampleRadius: 10 }));
  assert.deepEqual(steps.map(({ loss }) => loss).slice(0, 2), once.map(({ loss }) => loss).slice(0, 2));
  const memories = steps.map(({ state }) => state.memory && JSON.stringify(state.memory));
  assert.equal(memories[0], undefined);
  assert.deepEqual([memories[1] === memories[2], memories[2] === memories[3]], [true, false]);
});
