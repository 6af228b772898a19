import assert from "node:assert/strict";
import { decodeCheckpoint, encodeCheckpoint } from "../../../lib/drag/checkpoint.ts";
import { type TrackingMethod } from "../../../lib/drag/method.ts";
import { dragdiffusion } from "../../../lib/drag/methods/dragdiffusion.ts";
import { draggan } from "../../../lib/drag/methods/draggan.ts";
import { stabledrag } from "../../../lib/drag/methods/stabledrag.ts";
import { trackedMotion } from "../../../lib/drag/motion/tracked.ts";
import { type Point, type PointPair } from "../../../lib/drag/points.ts";
import { openDrag } from "../../../lib/drag/session.ts";
import { type DragState, type DragStep } from "../../../lib/drag/state.ts";
import { type Tracker } from "../../../lib/drag/tracking/tracker.ts";
import { type FeatureView, wholeView } from "../../../lib/drag/view.ts";
import { stylegan2 } from "../../../lib/generators/stylegan2/generator.ts";
import { randomStylegan2 } from "../../../lib/generators/stylegan2/random_weights.ts";
import * as o from "../../../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../../../lib/onnx/symbolic.ts";
import { openRuntime, type Runtime } from "../../../lib/runtime/runtime.ts";
import { float32, onlyNumber, type Tensor } from "../../../lib/tensor.ts";
import { flatGenerator, flatLatent } from "../flat_generator.ts";
import { PROVENANCE } from "../test_provenance.ts";

const generator = flatGenerator({ size: [24, 40], denoises: true });
const latent = flatLatent(generator);

/** A tracker that finds every handle so many pixels to the right of where it was. */
function movingRight(by: number, k: number): Tracker {
  const at = (k - 1) / 2 * k + (k - 1) / 2 + by;
  const peak = float32([1, k, k], Float32Array.from({ length: k * k }, (_, i) => Number(i === at)));
  return {
    name: "moving-right",
    prepare: (_view, handles) => handles,
    score: ({ inside }) => ({
      fused: o.mul(o.add(inside, 1), peak),
      absolute: o.mul(o.add(inside, 1), peak),
    }),
  };
}

async function stepsFrom(
  runtime: Runtime,
  method: TrackingMethod,
  target: Point,
  count: number,
  between: (step: DragStep) => DragState = ({ state }) => state,
): Promise<DragStep[]> {
  const problem = { latent, points: [{ handle: [20, 12], target }], steps: 9 } as const;
  await using session = await openDrag(generator, problem, method, { runtime });
  const steps: DragStep[] = [];
  for (let state = session.start; steps.length < count; state = between(steps.at(-1)!)) {
    steps.push(await session.step(state));
  }
  return steps;
}

const columns = (steps: readonly DragStep[]): number[] => steps.map(({ handles }) => handles[0]![0]);

/** The state as a killed drag finds it again. */
function reread({ state, handles }: DragStep): DragState {
  const line = { step: 0, handles, distances: [], confidence: [], supervisedBy: [] };
  return decodeCheckpoint(
    encodeCheckpoint({ provenance: PROVENANCE, lines: [line], seconds: [], frames: [], state }),
  )
    .state!;
}

Deno.test("DragDiffusion does not track in its first step, DragGAN does, and resumed drags know which step it is", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const [diffusion, gan] = [dragdiffusion(generator, { r2: 3 }), draggan(generator, { r2: 3 })];
  const right = movingRight(1, 7);
  const untracked = await stepsFrom(runtime, { ...diffusion, tracker: right }, [35, 12], 3);
  assert.deepEqual(columns(untracked), [20, 21, 22]);
  const resumed = await stepsFrom(runtime, { ...diffusion, tracker: right }, [35, 12], 3, reread);
  assert.deepEqual(resumed.map(({ loss }) => loss), untracked.map(({ loss }) => loss));
  assert.deepEqual(columns(await stepsFrom(runtime, { ...gan, tracker: right }, [35, 12], 3)), [21, 22, 23]);
});

Deno.test("DragDiffusion's handles have arrived below two pixels and are pulled until then, DragGAN's at two and until one", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const still = movingRight(0, 7);
  const [near, far] = [
    (x: number): PointPair => ({ handle: [20, 12], target: [x, 12] }),
    { handle: [5, 5], target: [15, 5] } as const,
  ];
  const first = async (method: TrackingMethod, points: readonly PointPair[]): Promise<DragStep> => {
    const problem = { latent, points, steps: 9 };
    await using session = await openDrag(generator, problem, { ...method, tracker: still }, { runtime });
    return await session.step(session.start);
  };
  /** Whether a handle so far from its target has arrived, and whether it is pulled while another has not. */
  const at = async (method: TrackingMethod, x: number): Promise<[boolean, boolean]> => {
    const [both, other] = [await first(method, [near(x), far]), await first(method, [far])];
    return [(await first(method, [near(x)])).stopped, both.loss! - other.loss! > 1e-6];
  };
  const [diffusion, gan] = [dragdiffusion(generator, { r2: 3 }), draggan(generator, { r2: 3 })];
  assert.deepEqual(await at(diffusion, 22), [false, true]);
  assert.deepEqual(await at(diffusion, 21.5), [true, false]);
  assert.deepEqual(await at(gan, 22), [true, true]);
  assert.deepEqual(await at(gan, 21), [true, false]);
});

Deno.test("a drag whose scores are no numbers stops, in place of going to a corner of its window", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const method = draggan(generator);
  const nan = { ...movingRight(1, 2 * method.r2 + 1), name: "nan" };
  const score: Tracker["score"] = (context, known) => {
    const { fused, absolute } = nan.score(context, known);
    return { fused: o.div(o.sub(fused, fused), 0), absolute };
  };
  await assert.rejects(stepsFrom(runtime, { ...method, tracker: { ...nan, score } }, [30, 12], 1), {
    message:
      "The tracking score became NaN at step 0; weights of the model, the latent or an option may be broken.",
  });
});

Deno.test("a template that reached beyond the picture supervises there as the current feature does", async () => {
  const side = 32;
  const spot = (x: number): Tensor => {
    const map = float32([1, 2, side, side], new Float32Array(2 * side * side).fill(1));
    map.data[side * 16 + x] = 2;
    return map;
  };
  await using runtime = await openRuntime({ provider: "cpu" });
  for (const supervision of ["template-feature", "adaptive-template"]) {
    const gan = stylegan2(randomStylegan2({ resolution: side, channelBase: 256 }));
    const motion = trackedMotion(stabledrag(gan, { supervision, r1: 3, tracker: "nearest-feature-l2" }));
    const lossAfter = (before: Symbolic, after: Symbolic, handles: Symbolic, targets: Symbolic): Symbolic => {
      const view = (map: Symbolic): FeatureView => wholeView(map, [side, side]);
      return motion.move({ ...motion.prepare(view(before), handles), view: view(after), handles, targets })
        .losses;
    };
    const losses: number[] = [];
    for (const x of [10, 1, 0]) { // the content moves by five pixels, with the handle
      const points = [float32([1, 2], [x, 16]), float32([1, 2], [25, 16])] as const;
      losses.push(onlyNumber(await runtime.run(lossAfter, spot(x), spot(x + 5), ...points)));
    }
    for (const loss of losses) assert(Math.abs(loss - losses[0]!) < 1e-6, `${supervision}: ${losses}`);
    assert(losses[0]! > 0);
  }
});

Deno.test("a handle that lies just at its target pulls nothing, while others go on", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const generator = flatGenerator({ size: [24, 40], denoises: true });
  const points = [{ handle: [20, 12], target: [30, 15] }, { handle: [6, 6], target: [14, 9] }] as const;
  const problem = { latent: flatLatent(generator), points, steps: 1 };
  await using session = await openDrag(generator, problem, dragdiffusion(generator), { runtime });
  // Its first step tracks nothing.
  const { loss, stopped } = await session.step({ ...session.start, handles: [[30, 15], [6, 6]] });
  const alone = { ...problem, points: [points[1]] };
  await using other = await openDrag(generator, alone, dragdiffusion(generator), { runtime });
  assert.equal(stopped, false);
  assert(Math.abs(loss! - (await other.step(other.start)).loss!) < 1e-6, `${loss}`);
});
