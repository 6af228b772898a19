import assert from "node:assert/strict";
import { drag } from "../../lib/drag/drag.ts";
import { freedrag } from "../../lib/drag/methods/freedrag.ts";
import { type PointPair } from "../../lib/drag/points.ts";
import { openDrag } from "../../lib/drag/session.ts";
import { type DragState, type DragStep } from "../../lib/drag/state.ts";
import { stylegan2 } from "../../lib/generators/stylegan2/generator.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";
import { fixtureArray, fixtureModel, rows } from "../fixtures.ts";

const generator = stylegan2(fixtureModel("a64"));
const latent = rows(fixtureArray("a64/ws_psi0.7"), 0);
const points: readonly PointPair[] = [{ handle: [36, 34], target: [27, 39] }];

const number = (tree: unknown): number => Number((tree as Tensor).data[0]);

/** A state in which some numbers of the memory are others. */
const remembering = (state: DragState, changes: Readonly<Record<string, number>>): DragState => ({
  ...state,
  memory: {
    ...state.memory,
    ...Object.fromEntries(Object.entries(changes).map(([name, v]) => [name, float32([1], [v])])),
  },
});

Deno.test("ten updates after all points were at their targets every sub-motion is one update (the authors' code)", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const method = freedrag(generator, { expectedLoss: 0.01 });
  await using session = await openDrag(generator, { latent, points, steps: 9 }, method, { runtime });
  const { state } = await session.step(session.start);
  const left = async (since: number): Promise<number> =>
    number((await session.step(remembering(state, { since }))).state.memory!.left);
  assert.deepEqual([await left(-Infinity), await left(9), await left(10)], [3, 3, 0]);
});

Deno.test("a point that goes back stays in the picture", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const corner = [{ handle: [1, 1], target: [40, 40] }] as const;
  const method = freedrag(generator, { expectedLoss: 1e-6, maxDistance: 30 });
  await using session = await openDrag(generator, { latent, points: corner, steps: 9 }, method, { runtime });
  const { state } = await session.step(session.start);
  const back = await session.step(remembering(state, { left: 0, initial: 0 }));
  assert.equal(number(back.state.memory!.branch), 3);
  assert.ok(back.handles.flat().every((v) => v >= 0 && v <= 63), `${back.handles}`);
  assert.ok(Number.isFinite(back.loss));
});

Deno.test("FreeDrag says what it supervises by, how near that is, and searches no window", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const steps: DragStep[] = [];
  const problem = { latent, points, steps: 3 };
  for await (const step of drag(generator, problem, freedrag(generator), { runtime })) steps.push(step);
  for (const { supervisedBy, confidence, scores, state } of steps) {
    assert.deepEqual(supervisedBy, ["template"]);
    assert.ok(confidence[0]! > 0 && confidence[0]! < 0.68);
    assert.equal(scores, undefined);
    assert.ok(state.memory);
  }
});
