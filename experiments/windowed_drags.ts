/**
 * Do windows change a drag? Seeded drags of three generators, StableDrag with its defaults, in windows and in whole
 * maps: 20 with one handle, 3 with two, 3 with one and a quarter of the picture held still. `deno run …
 * experiments/windowed_drags.ts run`, then `… analyse` writes the table. Each drag is saved as it ends, so that a
 * stopped run goes on.
 */
import { z } from "zod";
import { drag } from "../lib/drag/drag.ts";
import { stabledrag } from "../lib/drag/methods/stabledrag.ts";
import { type Point, type PointPair } from "../lib/drag/points.ts";
import { type DragProblem } from "../lib/drag/problem.ts";
import { type DragStep } from "../lib/drag/state.ts";
import { type Generator } from "../lib/generators/generator.ts";
import { openModel } from "../lib/generators/load.ts";
import { stylegan2 } from "../lib/generators/stylegan2/generator.ts";
import { randomStylegan2 } from "../lib/generators/stylegan2/random_weights.ts";
import { writeFile } from "../lib/hub/write_file.ts";
import { drawn, seededNormal, seededUniform } from "../lib/random.ts";
import { openRuntime, type Runtime } from "../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../lib/tensor.ts";
import { type KeptResults, keptResults, resultsPath } from "./kept_results.ts";

const random = (resolution: number, channelBase: number): Promise<Generator> =>
  Promise.resolve(stylegan2(randomStylegan2({ resolution, channelBase })));

/** Each model, and how many steps its drags have. */
const MODELS: Readonly<Record<string, { open: () => Promise<Generator>; steps: number }>> = {
  faces: { open: async () => (await openModel()).generator, steps: 10 },
  "random StyleGAN2, 256 px": { open: () => random(256, 16384), steps: 10 },
  "random StyleGAN2, 512 px": { open: () => random(512, 32768), steps: 6 },
};
/** The kinds of drags, and the seed before which each ends. */
const KINDS = [
  { kind: "one handle", end: 20, handles: 1, masked: false },
  { kind: "two handles", end: 23, handles: 2, masked: false },
  { kind: "a mask", end: 26, handles: 1, masked: true },
] as const;

const kindOf = (seed: number): typeof KINDS[number] => KINDS.find(({ end }) => seed < end)!;

const RESULT = z.object({
  model: z.string(),
  seed: z.number(),
  steps: z.number(),
  /** Whether the handles were equal at every step. */
  equal: z.boolean(),
  /** Largest difference of the latent after any step. */
  apart: z.number(),
});
type Result = z.infer<typeof RESULT>;

const saved = (): Promise<KeptResults<Result>> =>
  keptResults({
    path: resultsPath("windowed_drags.json"),
    settings: { models: MODELS, kinds: KINDS },
    schema: RESULT,
  });

/** The upper left quarter held still. */
const quarter = (side: number): Tensor =>
  float32(
    [side, side],
    Float32Array.from({ length: side * side }, (_, i) => {
      return i % side < side / 2 && i < (side * side) / 2 ? 0 : 1;
    }),
  );

/** A pair inside of the picture, an eighth of it apart. */
function pairOf(uniform: () => number, side: number): PointPair {
  const handle: Point = [Math.floor(uniform() * side), Math.floor(uniform() * side)];
  const angle = 2 * Math.PI * uniform();
  const within = (v: number): number => Math.min(Math.max(v, 0), side - 1);
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)].map((v) => (v * side) / 8) as [number, number];
  return { handle, target: [within(handle[0] + dx), within(handle[1] + dy)] };
}

function problemOf({ latentShape, size: [side] }: Generator, seed: number, steps: number): DragProblem {
  const uniform = seededUniform(1000 + seed);
  const latent = drawn(latentShape, seededNormal(seed));
  const { handles, masked } = kindOf(seed);
  const points = Array.from({ length: handles }, () => pairOf(uniform, side));
  return { latent, points, steps, ...(masked ? { mask: quarter(side) } : {}) };
}

async function stepsOf(
  generator: Generator,
  problem: DragProblem,
  runtime: Runtime,
  fullFrame: boolean,
): Promise<DragStep[]> {
  const options = { runtime, fullFrame };
  return await Array.fromAsync(drag(generator, problem, stabledrag(generator), options));
}

const apart = (a: Tensor, b: Tensor): number =>
  (a.data as Float32Array).reduce((most, v, i) => Math.max(most, Math.abs(v - Number(b.data[i]))), 0);

async function compare(model: string, generator: Generator, seed: number, runtime: Runtime): Promise<Result> {
  const problem = problemOf(generator, seed, MODELS[model]!.steps);
  const windowed = await stepsOf(generator, problem, runtime, false);
  const whole = await stepsOf(generator, problem, runtime, true);
  return {
    model,
    seed,
    steps: windowed.length,
    equal: windowed.length === whole.length &&
      windowed.every(({ handles }, i) => String(handles) === String(whole[i]!.handles)),
    apart: Math.max(...windowed.map(({ state }, i) => apart(state.variable, whole[i]!.state.variable))),
  };
}

async function run(): Promise<void> {
  const { results, keep } = await saved();
  for (const [model, { open }] of Object.entries(MODELS)) {
    const generator = await open();
    await using runtime = await openRuntime({ provider: "cpu" });
    for (let seed = 0; seed < KINDS.at(-1)!.end; seed++) {
      if (results.some((r) => r.model === model && r.seed === seed)) continue;
      await keep(await compare(model, generator, seed, runtime));
    }
  }
}

async function analyse(): Promise<void> {
  const { results } = await saved();
  const rows = Object.keys(MODELS).flatMap((model) =>
    KINDS.map(({ kind }) => {
      const mine = results.filter((r) => r.model === model && kindOf(r.seed).kind === kind);
      const most = Math.max(...mine.map((r) => r.apart));
      const steps = mine.reduce((sum, r) => sum + r.steps, 0);
      const equal = mine.filter((r) => r.equal).length;
      return `| ${model} | ${kind} | ${mine.length} | ${steps} | ${equal} | ${
        most ? most.toExponential(1) : 0
      } |`;
    })
  );
  const head = "| generator | with | drags | steps | equal handles at every step | latent apart at most |";
  await writeFile(
    resultsPath("windowed_drags.md"),
    `${head}\n|---|---|---|---|---|---|\n${rows.join("\n")}\n`,
  );
}

if (Deno.args[0] === "analyse") await analyse();
else await run();
