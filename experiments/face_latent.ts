/**
 * What shall a drag of the face generator optimise, and how fast? Measures, for nose drags of several faces, how
 * far the handle got and how typical the picture stayed: `deno run … experiments/face_latent.ts run`, then
 * `… analyse` writes the table. Each drag is saved as it ends, so that a stopped run goes on.
 */
import { z } from "zod";
import { drag } from "../lib/drag/drag.ts";
import { draggan } from "../lib/drag/methods/draggan.ts";
import { type MethodOptions } from "../lib/drag/methods/options.ts";
import { type Generator } from "../lib/generators/generator.ts";
import { seededZ } from "../lib/generators/latents.ts";
import { openModel } from "../lib/generators/load.ts";
import { writeFile } from "../lib/hub/write_file.ts";
import * as o from "../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../lib/onnx/symbolic.ts";
import { openRuntime, type Runtime } from "../lib/runtime/runtime.ts";
import { type Tensor } from "../lib/tensor.ts";
import { type KeptResults, keptResults, resultsPath } from "./kept_results.ts";

const VARIANTS: Readonly<Record<string, MethodOptions>> = {
  "z, lr 0.002": { lr: 0.002 },
  "z, lr 0.003": { lr: 0.003 },
  "z, lr 0.006": { lr: 0.006 },
  "z, lr 0.01": { lr: 0.01 },
  "z, lr 0.006, pull 1": { lr: 0.006, lambdaLatent: 1 },
  "z, lr 0.006, pull 10": { lr: 0.006, lambdaLatent: 10 },
};
/** Seeds of frontal faces, and the place of their nose tips. */
const FACES: readonly { seed: number; nose: readonly [number, number] }[] = [
  { seed: 0, nose: [60, 81] },
  { seed: 25, nose: [63, 80] },
  { seed: 26, nose: [65, 81] },
  { seed: 37, nose: [64, 82] },
];
const [STEPS, LENGTH, REFERENCES, BLOCK] = [100, 14, 256, 3];

const RESULT = z.object({
  variant: z.string(),
  seed: z.number(),
  steps: z.number(),
  /** Pixels left to the target. */
  left: z.number(),
  /** Similarity of the feature under the handle to the template feature at the end: 1 is unchanged. */
  kept: z.number(),
  /** Mean squared deviation of the pooled features from those of random faces: 1 is typical. */
  atypical: z.number(),
});
type Result = z.infer<typeof RESULT>;

const saved = (): Promise<KeptResults<Result>> =>
  keptResults({
    path: resultsPath("face_latent.json"),
    settings: {
      variants: VARIANTS,
      faces: FACES,
      steps: STEPS,
      length: LENGTH,
      references: REFERENCES,
      block: BLOCK,
    },
    schema: RESULT,
  });

/** Mean and spread of every channel of a block's map, [1, 2 C]. */
const pooled = (generator: Generator) => (z: Symbolic): Symbolic => {
  const map = generator.features(z, BLOCK);
  const mean = o.reduceMean(map, { axes: [2, 3] });
  return o.concat([mean, o.sqrt(o.add(o.reduceMean(o.square(map), { axes: [2, 3] }), 1e-8))], 1);
};

/** How far pooled features are from those of random faces, as a function of a latent. */
async function typicality(generator: Generator, runtime: Runtime): Promise<(z: Tensor) => Promise<number>> {
  const f = pooled(generator);
  const of = async (z: Tensor): Promise<Float32Array> => (await runtime.run(f, z)).data as Float32Array;
  const samples: Float32Array[] = [];
  for (let i = 0; i < REFERENCES; i++) samples.push(await of(seededZ(10_000 + i, generator.latentShape[1]!)));
  const mean = samples[0]!.map((_, c) => samples.reduce((s, v) => s + v[c]!, 0) / REFERENCES);
  const variance = mean.map((m, c) => samples.reduce((s, v) => s + (v[c]! - m) ** 2, 0) / REFERENCES);
  return async (z) => {
    const found = await of(z);
    return found.reduce((s, v, c) => s + (v - mean[c]!) ** 2 / variance[c]!, 0) / found.length;
  };
}

async function run(): Promise<void> {
  const { generator } = await openModel();
  await using runtime = await openRuntime({ provider: "cpu" });
  const atypicalOf = await typicality(generator, runtime);
  const { results, keep } = await saved();
  for (const { seed, nose: [x, y] } of FACES) {
    for (const [variant, options] of Object.entries(VARIANTS)) {
      if (results.some((r) => r.variant === variant && r.seed === seed)) continue;
      const latent = seededZ(seed, generator.latentShape[1]!);
      const points = [{ handle: [x, y], target: [x - LENGTH, y] }] as const;
      let [steps, left, kept, variable] = [0, LENGTH, 1, latent as Tensor];
      for await (
        const step of drag(generator, { latent, points, steps: STEPS }, draggan(generator, options), {
          runtime,
        })
      ) {
        [steps, left, variable] = [step.state.step, step.distances[0]!, step.state.variable];
        kept = step.confidence[0]!;
      }
      await keep({ variant, seed, steps, left, kept, atypical: await atypicalOf(variable) });
    }
  }
}

async function analyse(): Promise<void> {
  const { results } = await saved();
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const rows = Object.keys(VARIANTS).map((variant) => {
    const mine = results.filter((r) => r.variant === variant);
    const column = (pick: (r: Result) => number, digits: number): string =>
      mean(mine.map(pick)).toFixed(digits);
    return `| ${variant} | ${mine.length} | ${column((r) => r.steps, 0)} | ${column((r) => r.left, 1)} | ${
      column((r) => r.kept, 2)
    } | ${column((r) => r.atypical, 2)} |`;
  });
  const head =
    "| optimised | drags | steps | pixels left | feature kept | atypicality |\n|---|---|---|---|---|---|";
  await writeFile(resultsPath("face_latent.md"), `${head}\n${rows.join("\n")}\n`);
}

if (Deno.args[0] === "analyse") await analyse();
else await run();
