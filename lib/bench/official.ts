import { z } from "zod";
import { type TrackingMethod } from "../drag/method.ts";
import { draggan } from "../drag/methods/draggan.ts";
import { type DragProblem, fixedOf } from "../drag/problem.ts";
import { type Provider } from "../runtime/protocol.ts";
import { type GanCase } from "./gan_cases.ts";
import { type OfficialCost } from "./official_cost.ts";
import {
  checkProgram,
  type OfficialNeeds,
  type OfficialProgram,
  REPLY_FIELDS,
  runScript,
} from "./official_program.ts";
import { agreeing, ownHandles } from "./own_handles.ts";
import { caseProblem } from "./problem.ts";
import { openGenerator } from "./weights_file.ts";

/** What the script answers. */
const REPLY = z.object(REPLY_FIELDS);

/** What the script needs. */
const NEEDS: OfficialNeeds = {
  what: "DragGAN",
  files: ["viz/renderer.py", "training/networks_stylegan2.py"],
  modules: ["numpy", "torch"],
};

/**
 * Checks that there is a checkout, and a Python that can run it.
 *
 * @throws {InputError} when there is none.
 */
export const checkOfficial = (program: OfficialProgram): Promise<void> => checkProgram(program, NEEDS);

/** Runs the official program on a problem. */
async function runOfficial(
  program: OfficialProgram,
  weights: string,
  { latent, points, steps, mask }: DragProblem,
  { r1, r2, lr, lambdaMask, featureBlock }: TrackingMethod,
  threads: number,
): Promise<z.infer<typeof REPLY>> {
  const fixed = fixedOf(mask);
  const tensors = { ws: latent, ...(fixed ? { fixed } : {}) };
  const numbers = { r1, r2, lr, lambda_mask: lambdaMask, feature_block: featureBlock, steps, threads };
  return await runScript(program, "official_step.py", tensors, { weights, points, ...numbers }, REPLY);
}

/**
 * Times the steps of an official DragGAN checkout on a case, and compares its handles with those of our own DragGAN.
 *
 * @param weights path of the case's weights.
 * @param steps how many steps, at least 2: the first is not timed.
 */
export async function timeOfficial(
  program: OfficialProgram,
  benchCase: GanCase,
  weights: string,
  steps: number,
  settings: { readonly provider: Provider; readonly threads: number },
): Promise<OfficialCost> {
  const generator = await openGenerator(weights);
  const problem = caseProblem(benchCase, generator, steps);
  const method = draggan(generator);
  const theirs = await runOfficial(program, weights, problem, method, settings.threads);
  const ours = await ownHandles(generator, problem, method, settings);
  return {
    seconds: theirs.seconds,
    peakMemory: theirs.peak_memory,
    torch: theirs.torch,
    steps,
    agreeing: agreeing(theirs.handles, ours),
  };
}
