/**
 * The program that `measureApart` starts: takes the kind of a job and the job as JSON in its arguments, writes what it
 * costs as JSON to standard output.
 *
 * @module
 */
import { measureStep, type StepJob } from "./measure_step.ts";
import { measureUnet, type UnetJob } from "./measure_unet.ts";
import { type HandlesJob, unetHandles } from "./official_unet.ts";
import { type ModelJob, writeRandomDiffusion } from "./random_diffusion.ts";

/** What is measured apart, by its kind. */
export interface MeasureJobs {
  /** A step on a GAN. */
  readonly step: StepJob;
  /** A step on a U-Net, and its forward pass. */
  readonly unet: UnetJob;
  /** Nothing but the handles of a drag. */
  readonly handles: HandlesJob;
  /** Nothing but the writing of a model, which takes memory. */
  readonly model: ModelJob;
}

const WORK: { readonly [Kind in keyof MeasureJobs]: (job: MeasureJobs[Kind]) => Promise<unknown> } = {
  step: measureStep,
  unet: measureUnet,
  handles: unetHandles,
  model: writeRandomDiffusion,
};

const write = (text: string, stream: { readonly writable: WritableStream<Uint8Array> }): Promise<void> =>
  ReadableStream.from([new TextEncoder().encode(text)]).pipeTo(stream.writable);

if (import.meta.main) {
  try {
    const [kind, job] = Deno.args as [keyof MeasureJobs, string];
    const work = WORK[kind] as (job: unknown) => Promise<unknown>;
    await write(JSON.stringify(await work(JSON.parse(job))), Deno.stdout);
  } catch (error) {
    await write(String(error), Deno.stderr);
    Deno.exitCode = 1;
  }
}
