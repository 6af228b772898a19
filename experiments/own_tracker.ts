/**
 * A tracker of one's own in twenty lines, outside of the library: where the features look alike, the handle stays near
 * to where it was. `deno run -A experiments/own_tracker.ts` drags the noses of some faces with it, beside DragGAN
 * and StableDrag, and prints a table. Its tracker and its method are values, which benchmarks and ablations take too.
 */
import {
  constant,
  drag,
  draggan,
  type DragStep,
  filterResponse,
  float32,
  type Generator,
  type Method,
  type MethodFactory,
  normalizedFeatures,
  openModel,
  openRuntime,
  ops,
  type Runtime,
  stabledrag,
  type Symbolic,
  type Tracker,
  windowAround,
  windowFeatures,
} from "../mod.ts";
import { seededZ } from "../lib/generators/latents.ts";

/** The most similar feature by its angle, weighted by a Gaussian of the distance to the last handle [px]. */
export const steadyTracker = (width: number): Tracker => ({
  name: "steady-feature",
  settings: { width },
  prepare: (view, handles) => {
    const [n, c] = [handles.shape[0]!, view.map.shape[1]!];
    const template = windowFeatures(view, windowAround(handles, 0, view.grid));
    return normalizedFeatures(ops.reshape(template, [n, c]));
  },
  score: ({ window }, template) => {
    const similarity = filterResponse(normalizedFeatures(window), template as Symbolic);
    const k = window.shape[2]!;
    const nearness = Float32Array.from({ length: k * k }, (_, i) => {
      const [x, y] = [(i % k) - (k - 1) / 2, Math.floor(i / k) - (k - 1) / 2];
      return Math.exp(-(x * x + y * y) / (2 * width * width));
    });
    return { fused: ops.mul(similarity, constant(float32([1, k, k], nearness))), absolute: similarity };
  },
});

/** DragGAN with the steady tracker. */
export const steadydrag: MethodFactory = (generator, options) => ({
  ...draggan(generator, options),
  name: "steadydrag",
  tracker: steadyTracker(4),
});

/** Seeds of frontal faces, and the place of their nose tips. */
const FACES = [[0, [60, 81]], [25, [63, 80]], [26, [65, 81]], [37, [64, 82]]] as const;
/** How far a nose is to go to the left, in pixels, and the steps it has for it. */
const [LENGTH, STEPS] = [14, 12];

/** The last step of each drag, one face after the other. */
async function lastSteps(generator: Generator, runtime: Runtime, method: Method): Promise<DragStep[]> {
  const last: DragStep[] = [];
  for (const [seed, [x, y]] of FACES) {
    const latent = seededZ(seed, generator.latentShape[1]!);
    const problem = { latent, points: [{ handle: [x, y], target: [x - LENGTH, y] }], steps: STEPS } as const;
    const all = await Array.fromAsync(drag(generator, problem, method, { runtime }));
    last.push(all.at(-1)!);
  }
  return last;
}

async function compareMethods(): Promise<void> {
  const { generator } = await openModel();
  await using runtime = await openRuntime({ provider: "cpu" });
  const mean = (values: readonly number[]): string =>
    (values.reduce((a, b) => a + b, 0) / values.length).toFixed(2);
  const lines = ["| method | drags | steps | believed pixels left | confidence |", "|---|---|---|---|---|"];
  for (const make of [draggan, stabledrag, steadydrag]) {
    const method = make(generator);
    const last = await lastSteps(generator, runtime, method);
    const left = mean(last.map(({ distances }) => distances[0]!));
    const sure = mean(last.map(({ confidence }) => confidence[0]!));
    lines.push(
      `| ${method.name} | ${last.length} | ${mean(last.map(({ step }) => step + 1))} | ${left} | ${sure} |`,
    );
  }
  // deno-lint-ignore no-console -- the table is what this script is for
  console.log(lines.join("\n"));
}

if (import.meta.main) await compareMethods();
