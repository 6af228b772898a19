import { dragdiffusion } from "../drag/methods/dragdiffusion.ts";
import { type TrackingMethod } from "../drag/method.ts";
import { type DragProblem } from "../drag/problem.ts";
import { type DragSession, openDrag } from "../drag/session.ts";
import { type Generator } from "../generators/generator.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { openRuntime, type Runtime } from "../runtime/runtime.ts";
import { watchMemory } from "./memory.ts";
import { openUnet } from "./open_unet.ts";
import { caseProblem } from "./problem.ts";
import { PRODUCTS } from "./product_nodes.ts";
import { measureFirstStep, type MeasureSettings } from "./measure_first_step.ts";
import { bestSeconds } from "./timing.ts";
import { type UnetCase } from "./unet_cases.ts";
import { type UnetCost } from "./unet_cost.ts";

/** One measurement of a U-Net. */
export interface UnetJob extends MeasureSettings {
  /** What is dragged. */
  readonly case: UnetCase;
  /** Folder of the diffusion model. */
  readonly folder: string;
}

/** Seconds of the forward pass to what the loss of a step reads: features, and with a mask the denoised latent. */
async function forwardSeconds(
  { provider, threads, rounds, seconds }: MeasureSettings,
  generator: Generator,
  { featureBlock }: TrackingMethod,
  { latent, mask }: DragProblem,
): Promise<number> {
  await using runtime = await openRuntime({ provider, threads });
  const read = (z: Symbolic): readonly Symbolic[] => {
    if (!mask) return [generator.features(z, featureBlock)];
    const { features, denoised } = generator.denoise!(z, featureBlock);
    return [features, denoised];
  };
  await using compiled = await runtime.compile(read, [latent], "forward");
  return await bestSeconds(() => compiled.run(latent), { rounds, seconds });
}

/** Measures a step of DragDiffusion, its memory, the bare products of its graph, and its forward pass. */
export async function measureUnet(job: UnetJob): Promise<UnetCost> {
  using memory = watchMemory();
  const generator = await openUnet(job.case, job.folder);
  const problem = caseProblem(job.case, generator, 1);
  const method = dragdiffusion(generator);
  const open = (runtime: Runtime): Promise<DragSession> => openDrag(generator, problem, method, { runtime });
  const step = await measureFirstStep(job, open, PRODUCTS, memory);
  return { step, forwardSeconds: await forwardSeconds(job, generator, method, problem) };
}
