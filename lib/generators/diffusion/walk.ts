import { InputError } from "../../errors.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Concrete, type Executable, type Runtime } from "../../runtime/runtime.ts";
import { float32, type Tensor } from "../../tensor.ts";
import { type DdimResult, ddimStep } from "./ddim.ts";
import { type Denoiser, guidedPrediction, promptContext } from "./denoiser.ts";
import { type Prompt } from "./prompt.ts";
import { transformersOf, unetPlan } from "./unet_plan.ts";
import { mutualAttention, type MutualControl, mutualControl } from "./mutual_attention.ts";
import { type DdimStep } from "./schedule.ts";
import { type CrossContext } from "./unet.ts";
import { type UnetConfig } from "./unet_config.ts";

/** Options of {@linkcode walkNoise}. */
export interface WalkOptions {
  /** Where it is computed; the caller disposes it. */
  readonly runtime: Runtime;
  /** What the picture shows. */
  readonly prompt: Prompt;
  /** Mutual self-attention control over pairs of source and edited latent (default none). */
  readonly mutual?: MutualControl;
  /** How many of the steps the latent has behind it already (default 0): a walk goes on where it was stopped. */
  readonly done?: number;
  /** Ends the walk before its next step (default: nothing does). */
  readonly signal?: AbortSignal;
}

/** The latent after one step of a walk. */
export interface WalkStep {
  /** Steps made so far, this one included. */
  readonly done: number;
  /** What the model was told in this step. */
  readonly timestep: number;
  /** [N, C, h, w]. */
  readonly sample: Tensor;
  /** The clean latent that the model predicted in this step, of the same shape. */
  readonly original: Tensor;
}

type StepFunction = (
  inputs: { sample: Symbolic; timestep: Symbolic; from: Symbolic; to: Symbolic; context: CrossContext },
) => DdimResult;

type StepInputs = Concrete<Parameters<StepFunction>[0]>;

/** One step as a graph: noise levels and timestep are inputs, so that it is compiled once for all of them. */
function stepFunction(denoiser: Denoiser, prompt: Prompt, startLayer: number | undefined): StepFunction {
  const attend = startLayer === undefined ? undefined : mutualAttention(startLayer);
  const predict = guidedPrediction(denoiser, prompt, attend);
  return ({ sample, timestep, from, to, context }) => {
    const { predictionType } = denoiser.schedule;
    return ddimStep(predictionType)(sample, predict(sample, timestep, context), from, to);
  };
}

/**
 * Refuses U-Nets that do not take latents alone, such as those of inpainting models.
 *
 * @throws {InputError} for such a one.
 */
export function checkTakesLatents({ inChannels, outChannels }: UnetConfig): void {
  if (inChannels !== outChannels) {
    throw new InputError(`Expected a U-Net that takes only latents but found one of ${inChannels} channels.`);
  }
}

function check(denoiser: Denoiser, latent: Tensor, { mutual }: WalkOptions): void {
  checkTakesLatents(denoiser.config);
  if (mutual && latent.shape[0]! % 2 !== 0) {
    throw new InputError(
      `Expected pairs of source and edited latent for mutual control but found ${latent.shape[0]} latents.`,
    );
  }
}

/** Numbers that went wrong are told at once: all that follows would be NaN. */
function checkFinite(sample: Tensor, timestep: number): void {
  if (!(sample.data as Float32Array).every(Number.isFinite)) {
    throw new Error(`The latent became infinite or NaN at timestep ${timestep}.`);
  }
}

const scalar = (value: number): Tensor<"float32"> => float32([], [value]);

/**
 * Walks a latent through noise levels by DDIM, one step after the other: `schedule.inversion(50).slice(0, 35)` inverts
 * a picture's latent as DragDiffusion does, `schedule.denoising(50).slice(15)` takes it back.
 *
 * @param latent [N, C, h, w], in the U-Net's scale: the VAE's mean times its scaling factor.
 * @throws {InputError} when latent, prompt or control do not fit the model or each other.
 */
export async function* walkNoise(
  denoiser: Denoiser,
  latent: Tensor,
  steps: readonly DdimStep[],
  options: WalkOptions,
): AsyncGenerator<WalkStep> {
  check(denoiser, latent, options);
  const { runtime, prompt, mutual, done = 0, signal } = options;
  const control = mutual && mutualControl(mutual, transformersOf(unetPlan(denoiser.config)).length);
  const context = await promptContext(runtime, denoiser, prompt, latent.shape[0]!);
  await using sessions = new AsyncDisposableStack();
  const compiled = new Map<boolean, Executable<StepFunction>>();
  const run = async (controlled: boolean, inputs: StepInputs): Promise<Concrete<DdimResult>> => {
    const f = stepFunction(denoiser, prompt, controlled ? control?.startLayer : undefined);
    const step = compiled.get(controlled) ?? sessions.use(await runtime.compile(f, [inputs], "ddim"));
    compiled.set(controlled, step);
    return await step.run(inputs);
  };
  let sample = latent;
  for (const [i, { timestep, from, to }] of steps.entries()) {
    if (i < done) continue;
    signal?.throwIfAborted();
    const levels = { timestep: scalar(timestep), from: scalar(from), to: scalar(to) };
    const result = await run(control !== undefined && i >= control.startStep, { sample, ...levels, context });
    checkFinite(result.sample, timestep);
    yield { done: i + 1, timestep, ...result };
    sample = result.sample;
  }
}
