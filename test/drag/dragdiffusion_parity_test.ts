import assert from "node:assert/strict";
import { drag } from "../../lib/drag/drag.ts";
import { dragdiffusion } from "../../lib/drag/methods/dragdiffusion.ts";
import { type Point } from "../../lib/drag/points.ts";
import { type DragStep } from "../../lib/drag/state.ts";
import { sampleGrid, wholeView } from "../../lib/drag/view.ts";
import { gridOf } from "../../lib/generators/generator.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";
import { fixtureJson } from "../fixtures.ts";
import { sdArray } from "../generators/diffusion/sd_a.ts";
import { checkParity, difference } from "../parity.ts";
import { inPicture, meanDifference, sdGenerator, sdProblem, type SdRecord } from "./sd_drag.ts";

/** A record of the official DragDiffusion; points are [row, column] on the grid. */
interface Official extends SdRecord {
  readonly params: {
    readonly r_m: number;
    readonly r_p: number;
    readonly lam: number;
    readonly lr: number;
    readonly n_pix_step: number;
    readonly unet_feature_idx: readonly [number];
  };
  readonly steps: readonly {
    readonly handles: readonly Point[];
    readonly loss?: number;
    readonly grad_norm?: number;
    readonly stopped_all_reached?: true;
  }[];
}

const normOf = ({ data }: Tensor): number => Math.hypot(...data as Float32Array);

/** The largest error of a number of each step, relative to what the record says. */
const worst = (
  steps: readonly DragStep[],
  ours: (step: DragStep) => number | undefined,
  theirs: (index: number) => number | undefined,
): number =>
  Math.max(...steps.map((step, i) => {
    const [a, b] = [ours(step), theirs(i)];
    assert.equal(a === undefined, b === undefined);
    return a === undefined ? 0 : Math.abs(a - b!) / b!;
  }));

const generator = sdGenerator();

for (const run of ["drag_nomask", "drag_mask", "drag_short", "drag_edge"]) {
  Deno.test(`DragDiffusion reproduces the official record sd-a/${run}`, async () => {
    await using runtime = await openRuntime({ provider: "cpu" });
    const { params, ...record } = fixtureJson<Official>(`sd-a/${run}.json`);
    const method = dragdiffusion(generator, {
      r1: params.r_m,
      r2: params.r_p,
      lambdaMask: params.lam,
      lr: params.lr,
      featureBlock: params.unet_feature_idx[0],
    });
    assert.deepEqual(method.stopDistance, 2);
    const steps = await Array.fromAsync(
      drag(generator, sdProblem(record, params.n_pix_step), method, { runtime }),
    );
    assert.deepEqual(
      steps.map(({ handles, stopped }) => ({ handles, stopped })),
      record.steps.map(({ handles, stopped_all_reached: stopped = false }) => ({
        handles: handles.map(inPicture),
        stopped,
      })),
    );
    checkParity(`${run} loss`, worst(steps, ({ loss }) => loss, (i) => record.steps[i]!.loss), 1e-3);
    checkParity(
      `${run} gradient norm`,
      worst(steps, ({ gradient }) => gradient && normOf(gradient), (i) => record.steps[i]!.grad_norm),
      1e-3,
    );
    const last = steps.at(-1)!.state.variable;
    checkParity(`${run} latent`, meanDifference(last, sdArray(`${run}_latent`)), 1e-4);
    if (run !== "drag_nomask") return;
    const first = steps[0]!.state.variable;
    checkParity(`${run} latent, first step`, meanDifference(first, sdArray(`${run}_latent_step1`)), 1e-4);
  });
}

Deno.test("features are resized to the grid as DragDiffusion resizes them on sd-a", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const every16th = float32([1, 8], Float32Array.from({ length: 8 }, (_, i) => 16 * i));
  const seen = await runtime.run(
    (z: Symbolic, places: Symbolic) =>
      sampleGrid(wholeView(generator.features(z, 3), gridOf(generator)), places, places),
    sdArray("inverted_latents"),
    every16th,
  );
  checkParity("drag_feature_rows", difference(seen, sdArray("drag_feature_rows")), 2e-4);
});
