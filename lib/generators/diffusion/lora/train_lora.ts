import { InputError } from "../../../errors.ts";
import { constant, type Symbolic } from "../../../onnx/symbolic.ts";
import { reduceMean, reshape, split, square, sub } from "../../../onnx/ops/mod.ts";
import { valueAndGrad } from "../../../onnx/transforms.ts";
import { adamUpdate } from "../../../optimise/adam.ts";
import { type Executable, type Runtime } from "../../../runtime/runtime.ts";
import { float32, onlyNumber, sizeOf, type Tensor } from "../../../tensor.ts";
import { addNoise, trainingTarget } from "../ddim.ts";
import { type Denoiser } from "../denoiser.ts";
import { textContext, unet } from "../unet.ts";
import { flattenLora, type LoraLayers, unflattenLora, withLora } from "./lora.ts";
import { type LoraState } from "./lora_state.ts";
import { seededBatches, type TrainingBatch } from "./training_batch.ts";

/** Numbers of a training; the defaults are DragDiffusion's. */
export interface LoraTrainingOptions {
  /** Updates in all (default 80). */
  readonly steps?: number;
  /** Learning rate of AdamW (default 5e-4). */
  readonly learningRate?: number;
  /** Weight decay of AdamW (default 0.01). */
  readonly weightDecay?: number;
  /** Noises and timesteps in one step (default 4). */
  readonly batch?: number;
  /** Seed of noise and timesteps (default 0). */
  readonly seed?: number;
  /**
   * Compute layers again in the backward pass rather than keep their values (default true): less memory for one more
   * forward pass. The numbers are the same, to rounding.
   */
  readonly checkpoint?: boolean;
}

/** What is trained on, and where. */
export interface LoraTraining extends LoraTrainingOptions {
  /** Where it is computed; the caller disposes it. */
  readonly runtime: Runtime;
  /** The picture's latent [1, C, h, w] in the U-Net's scale. */
  readonly latent: Tensor;
  /** The text encoder's output for what the picture shows [1, tokens, D], float32. */
  readonly text: Tensor;
  /** Batches of one's own, in place of those of the seed: one for each step from the first. */
  readonly batches?: Iterable<TrainingBatch, unknown>;
  /** Ends the training before its next step (default: nothing does). */
  readonly signal?: AbortSignal;
}

/** One step of a training. */
export interface LoraStep {
  /** Its number, counted from 0. */
  readonly step: number;
  /** Mean squared error of the predictions before the update. */
  readonly loss: number;
  /** Gradient of the loss, layer by layer. */
  readonly gradient: LoraLayers;
  /** The state after the update. */
  readonly state: LoraState;
}

/** The symbolic layers that numbers in a row are. */
function layersIn(flat: Symbolic, like: LoraLayers): LoraLayers<Symbolic> {
  const shapes = Object.values(like).flatMap(({ down, up }) => [down.shape, up.shape]);
  const parts = split(flat, 0, shapes.map(sizeOf)).map((part, i) => reshape(part, shapes[i]!));
  return Object.fromEntries(
    Object.keys(like).map((module, i) => [module, { down: parts[2 * i]!, up: parts[2 * i + 1]! }]),
  );
}

type Inputs = { readonly [name in "latent" | "noise" | "timesteps" | "alphas" | "text"]: Symbolic };

/** The mean squared error of what a U-Net with the LoRA predicts of noisy latents. */
function lossFunction(
  { config, p, schedule: { predictionType } }: Denoiser,
  like: LoraLayers,
  checkpoint: boolean,
): (flat: Symbolic, inputs: Inputs) => Symbolic {
  return (flat, { latent, noise, timesteps, alphas, text }) => {
    const adapted = withLora(p, layersIn(flat, like), constant(float32([], [1])));
    const context = textContext(config, adapted)(text);
    const sample = addNoise(latent, noise, alphas);
    const { output } = unet(config, adapted, { checkpoint })({ sample, timestep: timesteps, context });
    return reduceMean(square(sub(output, trainingTarget(predictionType)(latent, noise, alphas))));
  };
}

function inputsOf(
  { schedule }: Denoiser,
  { latent, text }: LoraTraining,
  { noise, timesteps }: TrainingBatch,
): {
  readonly [name in keyof Inputs]: Tensor;
} {
  const count = timesteps.length;
  const alphas = timesteps.map((t) => schedule.alphasCumprod[t]!);
  return {
    latent,
    noise,
    timesteps: float32([count], timesteps),
    alphas: float32([count, 1, 1, 1], alphas),
    text,
  };
}

/** What a LoRA and its training have that are told nothing else: DragDiffusion's numbers. */
export const LORA_TRAINING_DEFAULTS: Required<LoraTrainingOptions> & { readonly rank: number } = {
  rank: 16,
  steps: 80,
  learningRate: 5e-4,
  weightDecay: 0.01,
  batch: 4,
  seed: 0,
  checkpoint: true,
};

function check(name: keyof LoraTrainingOptions, value: number, isRight: boolean, expected: string): void {
  if (!isRight) throw new InputError(`Expected a LoRA training's ${name} ${expected} but found ${value}.`);
}

/** The numbers of a training, defaults filled in. */
function checkedNumbers(training: LoraTraining): Required<LoraTrainingOptions> {
  const numbers = { ...LORA_TRAINING_DEFAULTS, ...training };
  const { steps, batch, learningRate, weightDecay } = numbers;
  check("steps", steps, Number.isInteger(steps) && steps >= 0, "as a whole number from 0");
  check("batch", batch, Number.isInteger(batch) && batch >= 1, "as a whole number from 1");
  check("learningRate", learningRate, learningRate > 0 && learningRate < Infinity, "above 0");
  check("weightDecay", weightDecay, weightDecay >= 0 && weightDecay < Infinity, "from 0");
  return numbers;
}

/** What a step computed, and the state that AdamW makes of it. */
function updated(
  state: LoraState,
  { value, grad }: { readonly value: Tensor; readonly grad: Tensor },
  { learningRate, weightDecay }: Required<LoraTrainingOptions>,
): LoraStep {
  const { step, layers } = state;
  const loss = onlyNumber(value);
  if (!Number.isFinite(loss)) {
    throw new Error(`The LoRA's loss became ${loss} at step ${step}; try a smaller learning rate.`);
  }
  const { state: adam, variable } = adamUpdate(
    state.adam,
    flattenLora(layers),
    grad,
    learningRate,
    weightDecay,
  );
  const next = { step: step + 1, layers: unflattenLora(variable, layers), adam };
  return { step, loss, gradient: unflattenLora(grad as Tensor<"float32">, layers), state: next };
}

/**
 * Trains a LoRA on one picture, as DragDiffusion does before it drags: the model learns to remove seeded noise of any
 * level from the picture's latent, while its own weights stay as they are.
 *
 * DragDiffusion draws the latent anew from the VAE's distribution and crops wide pictures at random; here it is the one
 * latent that is edited later (our choice).
 *
 * @param start layers to begin with (`loraStart` of `freshLora`), or where a training was stopped.
 * @returns its steps, one after the other; none where the start has them all behind it.
 * @throws {InputError} when a number is out of range, or latent, text or layers do not fit the model.
 * @throws {Error} when the loss is no finite number.
 */
export async function* trainLora(
  denoiser: Denoiser,
  start: LoraState,
  training: LoraTraining,
): AsyncGenerator<LoraStep> {
  const numbers = checkedNumbers(training);
  const { runtime, latent, signal } = training;
  const levels = denoiser.schedule.alphasCumprod.length;
  const shape = [numbers.batch, ...latent.shape.slice(1)];
  const batches = (training.batches ?? seededBatches(numbers.seed, shape, levels))[Symbol.iterator]();
  for (let k = 0; k < start.step; k++) batches.next();
  const f = valueAndGrad(lossFunction(denoiser, start.layers, numbers.checkpoint));
  await using sessions = new AsyncDisposableStack();
  let compiled: Executable<typeof f> | undefined;
  for (let state = start; state.step < numbers.steps;) {
    signal?.throwIfAborted();
    const drawn = batches.next();
    if (drawn.done) return;
    const args = [flattenLora(state.layers), inputsOf(denoiser, training, drawn.value)] as const;
    compiled ??= sessions.use(await runtime.compile(f, args, "lora"));
    const step = updated(state, await compiled.run(...args), numbers);
    yield step;
    state = step.state;
  }
}
