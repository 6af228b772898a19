import { z } from "zod";
import { dragdiffusion } from "../drag/methods/dragdiffusion.ts";
import { type Point } from "../drag/points.ts";
import { type Provider } from "../runtime/protocol.ts";
import { zeros } from "../tensor.ts";
import { measureApart } from "./measure_apart.ts";
import { type OfficialUnetCost } from "./official_cost.ts";
import {
  checkProgram,
  HANDLES,
  type OfficialNeeds,
  type OfficialProgram,
  REPLY_FIELDS,
  runScript,
} from "./official_program.ts";
import { openUnet, shapeOfUnet } from "./open_unet.ts";
import { agreeing, ownHandles } from "./own_handles.ts";
import { caseProblem } from "./problem.ts";
import { type UnetCase } from "./unet_cases.ts";

/** What the script answers. */
const REPLY = z.object({ ...REPLY_FIELDS, forward_seconds: z.number().positive(), diffusers: z.string() });

/** What the script needs. */
const NEEDS: OfficialNeeds = {
  what: "DragDiffusion",
  files: ["drag_pipeline.py", "utils/drag_utils.py"],
  modules: ["torch", "diffusers", "transformers"],
};

/**
 * Checks that there is a checkout of DragDiffusion, and a Python that can run it.
 *
 * @throws {InputError} when there is none.
 */
export const checkOfficialUnet = (program: OfficialProgram): Promise<void> => checkProgram(program, NEEDS);

/** Runs the official program on a case. */
async function runOfficial(
  program: OfficialProgram,
  benchCase: UnetCase,
  model: string,
  steps: number,
  threads: number,
): Promise<z.infer<typeof REPLY>> {
  const { generator, text } = shapeOfUnet(benchCase);
  const { latent, points, mask } = caseProblem(benchCase, generator, steps);
  const { r1, r2, lr, lambdaMask, featureBlock } = dragdiffusion(generator);
  const tensors = { latent, text, mask: mask ?? zeros(generator.size) };
  const numbers = { r1, r2, lr, lambda_mask: lambdaMask, feature_block: featureBlock, steps, threads };
  return await runScript(program, "official_unet_step.py", tensors, { model, points, ...numbers }, REPLY);
}

/** A drag of which nothing but the handles are asked for. */
export interface HandlesJob {
  /** What is dragged. */
  readonly case: UnetCase;
  /** Folder of the diffusion model. */
  readonly folder: string;
  /** How many steps. */
  readonly steps: number;
  /** Where to compute. */
  readonly provider: Provider;
  /** Threads inside one operator; 0 for one per physical core. */
  readonly threads: number;
}

/** Handles after each step of our own DragDiffusion on a case. */
export async function unetHandles(job: HandlesJob): Promise<(readonly Point[])[]> {
  const generator = await openUnet(job.case, job.folder);
  return await ownHandles(
    generator,
    caseProblem(job.case, generator, job.steps),
    dragdiffusion(generator),
    job,
  );
}

/**
 * Times the steps of an official DragDiffusion checkout on a case, and compares its handles with those of our own
 * DragDiffusion.
 *
 * @param folder of the diffusion model.
 * @param steps how many steps, at least 2: the first is not timed.
 */
export async function timeOfficialUnet(
  program: OfficialProgram,
  benchCase: UnetCase,
  folder: string,
  steps: number,
  settings: { readonly provider: Provider; readonly threads: number },
): Promise<OfficialUnetCost> {
  const theirs = await runOfficial(program, benchCase, folder, steps, settings.threads);
  const { provider, threads } = settings;
  const job = { case: benchCase, folder, steps, provider, threads };
  const ours = await measureApart("handles", job, HANDLES, `Our own drag of ${benchCase.name}`);
  return {
    seconds: theirs.seconds,
    forwardSeconds: theirs.forward_seconds,
    peakMemory: theirs.peak_memory,
    torch: `${theirs.torch}, diffusers ${theirs.diffusers}`,
    steps,
    agreeing: agreeing(theirs.handles, ours),
  };
}
