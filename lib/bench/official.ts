import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { drag } from "../drag/drag.ts";
import { type Method, type TrackingMethod } from "../drag/method.ts";
import { draggan } from "../drag/methods/draggan.ts";
import { type Point } from "../drag/points.ts";
import { type DragProblem, fixedOf } from "../drag/problem.ts";
import { InputError } from "../errors.ts";
import { encodeSafetensors } from "../formats/safetensors.ts";
import { type Generator } from "../generators/generator.ts";
import { type Provider } from "../runtime/protocol.ts";
import { openRuntime } from "../runtime/runtime.ts";
import { type BenchCase } from "./cases.ts";
import { type OfficialCost } from "./official_cost.ts";
import { caseProblem } from "./problem.ts";
import { runProgram } from "./run_program.ts";
import { openGenerator } from "./weights_file.ts";

/** Other people's program to compare with. */
export interface OfficialProgram {
  /** Folder of an official DragGAN checkout. */
  readonly checkout: string;
  /** A Python with PyTorch and NumPy. */
  readonly python: string;
}

/** What the script answers. */
const REPLY = z.object({
  seconds: z.number().positive(),
  peak_memory: z.number().positive(),
  torch: z.string(),
  handles: z.array(z.array(z.tuple([z.number(), z.number()]))),
});

/**
 * Checks that there is a checkout, and a Python that can run it.
 *
 * @throws {InputError} when there is none.
 */
export async function checkOfficial({ checkout, python }: OfficialProgram): Promise<void> {
  for (const file of ["viz/renderer.py", "training/networks_stylegan2.py"]) {
    const info = await Deno.stat(join(checkout, file)).catch(() => undefined);
    if (!info?.isFile) {
      throw new InputError(`Expected a checkout of DragGAN with ${file} at ${checkout} but found none.`);
    }
  }
  try {
    await runProgram(python, ["-c", "import numpy, torch"], "Importing them");
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const { message } = cause as Error;
    throw new InputError(`Expected a Python with NumPy and PyTorch at ${python}. ${message}.`, { cause });
  }
}

/** Runs the official program on a problem. */
async function runOfficial(
  { checkout, python }: OfficialProgram,
  weights: string,
  { latent, points, steps, mask }: DragProblem,
  { r1, r2, lr, lambdaMask, featureBlock }: TrackingMethod,
  threads: number,
): Promise<z.infer<typeof REPLY>> {
  const folder = await Deno.makeTempDir({ prefix: "stabledrag-official-" });
  try {
    const [problem, job] = [join(folder, "problem.safetensors"), join(folder, "job.json")];
    const fixed = fixedOf(mask);
    const tensors = { ws: latent, ...(fixed ? { fixed } : {}) };
    await Deno.writeFile(problem, encodeSafetensors(new Map(Object.entries(tensors))));
    const numbers = { r1, r2, lr, lambda_mask: lambdaMask, feature_block: featureBlock, steps, threads };
    await Deno.writeTextFile(job, JSON.stringify({ weights, problem, points, ...numbers }));
    const script = fileURLToPath(new URL("./official_step.py", import.meta.url));
    return REPLY.parse(JSON.parse(await runProgram(python, [script, checkout, job], "The official step")));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Handles after each step, by our own DragGAN. */
async function ownHandles(
  generator: Generator,
  problem: DragProblem,
  method: Method,
  { provider, threads }: { readonly provider: Provider; readonly threads: number },
): Promise<(readonly Point[])[]> {
  await using runtime = await openRuntime({ provider, threads });
  const handles: (readonly Point[])[] = [];
  for await (const step of drag(generator, problem, method, { runtime })) handles.push(step.handles);
  return handles;
}

/**
 * Times the steps of an official DragGAN checkout on a case, and compares its handles with those of our own DragGAN.
 *
 * @param weights path of the case's weights.
 * @param steps how many steps, at least 2: the first is not timed.
 */
export async function timeOfficial(
  program: OfficialProgram,
  benchCase: BenchCase,
  weights: string,
  steps: number,
  settings: { readonly provider: Provider; readonly threads: number },
): Promise<OfficialCost> {
  const generator = await openGenerator(weights);
  const problem = caseProblem(benchCase, generator, steps);
  const method = draggan(generator);
  const theirs = await runOfficial(program, weights, problem, method, settings.threads);
  const ours = await ownHandles(generator, problem, method, settings);
  const apart = theirs.handles.findIndex((handles, i) => String(handles) !== String(ours[i]));
  return {
    seconds: theirs.seconds,
    peakMemory: theirs.peak_memory,
    torch: theirs.torch,
    steps,
    agreeing: apart < 0 ? steps : apart,
  };
}
