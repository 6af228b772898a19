import assert from "node:assert/strict";
import { drag } from "../../lib/drag/drag.ts";
import { freedragDiff } from "../../lib/drag/methods/freedrag_diff.ts";
import { distance, type Point, pointsTensor, tensorPoints } from "../../lib/drag/points.ts";
import { type DragState, type DragStep } from "../../lib/drag/state.ts";
import { templateWeightBy } from "../../lib/drag/supervision/adapt_template.ts";
import { patchAround, searchLine, towards } from "../../lib/drag/tracking/line_search.ts";
import { wholeView } from "../../lib/drag/view.ts";
import { gridOf } from "../../lib/generators/generator.ts";
import { constant, type Symbolic } from "../../lib/onnx/symbolic.ts";
import { openRuntime, type Runtime } from "../../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";
import { fixtureJson } from "../fixtures.ts";
import { sdArray } from "../generators/diffusion/sd_a.ts";
import { checkParity, difference } from "../parity.ts";
import { inPicture, meanDifference, sdGenerator, sdProblem, type SdRecord } from "./sd_drag.ts";

/** A record of the official FreeDrag for diffusion models; points are [row, column] on the grid. */
interface Official extends SdRecord {
  readonly params: {
    readonly win_r: number;
    readonly inner_steps: number;
    readonly threshold_d: number;
    readonly l_expected: number;
    readonly d_max: number;
    readonly max_step: number;
    readonly lam: number;
    readonly lr: number;
    readonly unet_feature_idx: readonly [number];
  };
  readonly outer: readonly {
    readonly current_targets: readonly Point[];
    readonly loss_ini_used: readonly number[];
    readonly inner_losses: readonly number[];
    readonly signs: readonly number[];
  }[];
}

/** What one update of the record is: points in the picture, and the sub-motion it belongs to. */
const officialSteps = ({ outer }: Official): { points: Point[]; loss: number; begins: boolean }[] =>
  outer.flatMap(({ current_targets, inner_losses }) =>
    inner_losses.map((loss, i) => ({ points: current_targets.map(inPicture), loss, begins: i === 0 }))
  );

const beginsAfter = (state: DragState | undefined): boolean =>
  !state?.memory || (state.memory.left as Tensor).data[0] === 0;

/** The largest errors of points [px of the grid] and losses, and the loss that each sub-motion began with. */
function compare(steps: readonly DragStep[], official: Official): { points: number; loss: number } {
  let [points, loss] = [0, 0];
  officialSteps(official).forEach((theirs, i) => {
    const step = steps[i]!;
    assert.equal(beginsAfter(steps[i - 1]?.state), theirs.begins, `step ${i} begins a sub-motion`);
    const apart = step.handles.map((handle, k) => distance(handle, theirs.points[k]!) / 2);
    [points, loss] = [
      Math.max(points, ...apart),
      Math.max(loss, Math.abs(step.loss! - theirs.loss) / theirs.loss),
    ];
  });
  return { points, loss };
}

/** The loss that each sub-motion began with, as the next one remembers it. */
function worstInitial(steps: readonly DragStep[], { outer }: Official): number {
  let [worst, at] = [0, 0];
  outer.slice(0, -1).forEach(({ inner_losses }, i) => {
    const { initial } = steps[at]!.state.memory as { initial: Tensor };
    const theirs = outer[i + 1]!.loss_ini_used;
    worst = Math.max(worst, ...theirs.map((v, k) => Math.abs(Number(initial.data[k]) - v) / v));
    at += inner_losses.length;
  });
  return worst;
}

const generator = sdGenerator();

for (const run of ["freedrag_nomask", "freedrag_mask", "freedrag_hard"]) {
  Deno.test(`FreeDrag-Diff reproduces the official record sd-a/${run}`, async () => {
    await using runtime = await openRuntime({ provider: "cpu" });
    const official = fixtureJson<Official>(`sd-a/${run}.json`);
    const { params } = official;
    const method = freedragDiff(generator, {
      expectedLoss: params.l_expected,
      maxDistance: params.d_max,
      stepsPerSubmotion: params.inner_steps,
      patchRadius: params.win_r,
      stopDistance: params.threshold_d,
      lambdaMask: params.lam,
      lr: params.lr,
      featureBlock: params.unet_feature_idx[0],
    });
    const problem = sdProblem(official, params.max_step);
    const steps = await Array.fromAsync(drag(generator, problem, method, { runtime }));
    const updates = steps.filter(({ stopped }) => !stopped);
    assert.equal(updates.length, officialSteps(official).length);
    assert.equal(steps.at(-1)!.stopped, official.outer.at(-1)!.signs.every((sign) => sign === 1));
    const { points, loss } = compare(updates, official);
    checkParity(`${run} points`, points, 1e-2);
    checkParity(`${run} loss`, loss, 1e-3);
    checkParity(`${run} loss at first`, worstInitial(steps, official), 1e-3);
    checkParity(
      `${run} latent`,
      meanDifference(steps.at(-1)!.state.variable, sdArray(`${run}_latent`)),
      1e-4,
    );
  });
}

/** One call of the official point search. */
interface Search {
  readonly template_at: Point;
  readonly current: Point;
  readonly target: Point;
  readonly L: number;
  readonly max_distance: number;
  readonly branch: "advance" | "stay" | "rollback";
  readonly result: Point;
}

const SAMPLES = { of: "grid", offsets: [-4, -3, -2, -1, 0, 1, 2, 3, 4] } as const;
const flipped = ([row, column]: Point): Point => [column, row];
const distances = (d: number): Symbolic => constant(float32([1], [d]));

/** Where the search goes from a point, by the branch that the record says. */
async function searched(
  runtime: Runtime,
  map: Tensor,
  { template_at, current, target, L, max_distance, branch }: Search,
): Promise<Point> {
  const isBack = branch === "rollback";
  const found = await runtime.run(
    (features: Symbolic, seen: Symbolic, at: Symbolic, goal: Symbolic) => {
      const view = wholeView(features, gridOf(generator));
      const from = towards(at, goal, distances(isBack ? -max_distance : 0));
      const to = towards(from, goal, distances(isBack ? 2 * max_distance : max_distance));
      const { features: template } = patchAround(view, seen, SAMPLES);
      return searchLine(view, from, to, template, distances(isBack ? 0 : L), SAMPLES);
    },
    map,
    pointsTensor([flipped(template_at)]),
    pointsTensor([flipped(current)]),
    pointsTensor([flipped(target)]),
  );
  return tensorPoints(found)[0]!;
}

Deno.test("FreeDrag-Diff's patches, weights and point search are the official ones on sd-a", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const { probe, weight_examples, cases } = fixtureJson<{
    probe: { at: Point; first8_channels: number[] };
    weight_examples: { loss: number; l_expected: number; weight: number }[];
    cases: Search[];
  }>("sd-a/freedrag_search.json");
  const map = await runtime.run(
    (z: Symbolic) => generator.features(z, generator.featureBlock),
    sdArray("inverted_latents"),
  );
  const patch = await runtime.run(
    (m: Symbolic, at: Symbolic) => patchAround(wholeView(m, gridOf(generator)), at, SAMPLES).features,
    map,
    pointsTensor([flipped(probe.at)]),
  );
  const positions = SAMPLES.offsets.flatMap((row) => SAMPLES.offsets.flatMap((column) => [row, column]));
  assert.deepEqual([...sdArray("freedrag_position_local").data as Float32Array], positions);
  const middle = (channel: number): number => (patch.data as Float32Array)[81 * channel + 40]!;
  const features = float32([8], probe.first8_channels.map((_, c) => middle(c)));
  checkParity("freedrag_search feature", difference(features, float32([8], probe.first8_channels)), 2e-4);
  for (const { loss, l_expected, weight } of weight_examples) {
    const { data } = await templateWeightBy(l_expected).run(float32([1], [loss]));
    assert(Math.abs(Number(data[0]) - weight) < 1e-6);
  }
  let worst = 0;
  for (const each of cases) {
    if (each.branch === "stay") continue;
    worst = Math.max(worst, distance(await searched(runtime, map, each), flipped(each.result)));
  }
  checkParity("freedrag_search points", worst, 1e-2);
});
