import assert from "node:assert/strict";
import { drag } from "../../lib/drag/drag.ts";
import { type Method } from "../../lib/drag/method.ts";
import { dragdiffusion } from "../../lib/drag/methods/dragdiffusion.ts";
import { methodsFor } from "../../lib/drag/methods/mod.ts";
import { stabledrag } from "../../lib/drag/methods/stabledrag.ts";
import { stabledragDiff } from "../../lib/drag/methods/stabledrag_diff.ts";
import { isInside } from "../../lib/drag/points.ts";
import { type DragState, type DragStep } from "../../lib/drag/state.ts";
import { trackMaps } from "../../lib/drag/track.ts";
import { gridOf } from "../../lib/generators/generator.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { openRuntime, type Runtime } from "../../lib/runtime/runtime.ts";
import { float32 } from "../../lib/tensor.ts";
import { normalTensor } from "../normal_tensor.ts";
import { sdArray } from "../generators/diffusion/sd_a.ts";
import { sdGenerator } from "./sd_drag.ts";
import { rolled } from "./tracking/still.ts";

const generator = sdGenerator();
const latent = sdArray("inverted_latents");
const points = [{ handle: [88, 96], target: [114, 120] }, { handle: [60, 160], target: [72, 150] }] as const;

const walk = (runtime: Runtime, method: Method, resume?: DragState): Promise<DragStep[]> =>
  Array.fromAsync(
    drag(generator, { latent, points, steps: 4 }, method, { runtime, ...(resume ? { resume } : {}) }),
  );

const numbers = (steps: readonly DragStep[]): unknown =>
  steps.map(({ handles, loss, confidence, supervisedBy, state }) => ({
    ...{ handles, loss, confidence, supervisedBy },
    variable: state.variable,
  }));

Deno.test("StableDrag on a diffusion model is deterministic, and goes on from any step to the same end", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const method = stabledragDiff(generator, { tau: 0.95 });
  const steps = await walk(runtime, method);
  assert.equal(steps.length, 4);
  assert(steps.every(({ loss, confidence }) => Number.isFinite(loss) && confidence.every(Number.isFinite)));
  assert.deepEqual(numbers(await walk(runtime, method)), numbers(steps));
  for (const at of [0, 2]) {
    const rest = await walk(runtime, method, structuredClone(steps[at]!.state));
    assert.deepEqual(numbers(rest), numbers(steps.slice(at + 1)));
  }
});

Deno.test("without its filter and its template it is DragDiffusion", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const plain = stabledragDiff(generator, { lambdaTrack: 0, tau: -Infinity });
  const [ours, theirs] = [await walk(runtime, plain), await walk(runtime, dragdiffusion(generator))];
  assert.deepEqual(ours.map(({ handles }) => handles), theirs.map(({ handles }) => handles));
  ours.forEach(({ loss }, i) => assert(Math.abs(loss! - theirs[i]!.loss!) < 1e-5 * loss!));
});

Deno.test("its tracker, confidence and supervision are those of StableDrag on GANs", () => {
  const [ours, theirs] = [stabledragDiff(generator, { r2: 6 }), stabledrag(generator, { r2: 6 })];
  assert.equal(ours.confidence, theirs.confidence);
  assert.deepEqual(ours.tracker.settings, theirs.tracker.settings);
  assert.equal(ours.supervision.name, theirs.supervision.name);
  assert.deepEqual([ours.patch.name, theirs.patch.name], ["square", "disc"]);
});

Deno.test("it finds handles again in a map that was moved", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const map = await runtime.run((z: Symbolic) => generator.features(z, 3), latent);
  const method = stabledragDiff(generator, { r2: 6 });
  const moved = [map, rolled(map, 1, 0), rolled(map, 1, -1)]; // a feature pixel is four of the grid
  const found = await Array.fromAsync(
    trackMaps(moved, gridOf(generator), [[44, 48], [70, 90]], method, { runtime }),
  );
  assert.deepEqual(found.map(({ handles }) => handles), [
    [[44, 48], [70, 90]],
    [[48, 48], [74, 90]],
    [[48, 44], [74, 86]],
  ]);
});

Deno.test("pictures of diffusion models need not be square", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const lying = sdGenerator({}, [40, 72]);
  const problem = {
    latent: normalTensor(lying.latentShape, 3),
    points: [{ handle: [60, 30], target: [40, 20] }, { handle: [71, 39], target: [64, 8] }] as const,
    mask: float32([40, 72], Float32Array.from({ length: 40 * 72 }, (_, i) => Number(i % 72 >= 24))),
    steps: 2,
  };
  for (const make of Object.values(methodsFor(lying))) {
    const steps = await Array.fromAsync(drag(lying, problem, make(lying), { runtime }));
    assert.equal(steps.length, 2);
    assert(steps.every(({ loss }) => Number.isFinite(loss)));
    assert(steps.every(({ handles }) => handles.every((handle) => isInside(handle, lying.size))));
  }
});

Deno.test("generated pictures are dragged with guidance", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const guided = sdGenerator({ guidance: 7.5, negative: sdArray("uncond_embeds") });
  const problem = { latent, points, steps: 2 };
  for (const method of [dragdiffusion(guided), stabledragDiff(guided)]) {
    const steps = await Array.fromAsync(drag(guided, problem, method, { runtime }));
    assert(steps.every(({ loss }) => Number.isFinite(loss)));
    assert.equal(steps.length, 2);
  }
});
