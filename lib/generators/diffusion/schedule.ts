import { InputError } from "../../errors.ts";
import { rint } from "../../rint.ts";
import { type PredictionType, type SchedulerConfig } from "./scheduler_config.ts";

/** One step of DDIM between two noise levels, and the timestep at which the model is asked. */
export interface DdimStep {
  /** What the model is told: a noise level, counted from 0. */
  readonly timestep: number;
  /** ᾱ of the latent before the step, in [0, 1]. */
  readonly from: number;
  /** ᾱ of the latent after it. */
  readonly to: number;
}

/** How much noise each of a model's T levels has, and which of them the steps of DDIM visit. */
export interface NoiseSchedule {
  /** What the model predicts. */
  readonly predictionType: PredictionType;
  /** ᾱ of every level: the share of the picture's variance that is left, from nearly 1 to nearly 0. Float32 [T]. */
  readonly alphasCumprod: Float32Array;
  /** ᾱ below the first level. */
  readonly finalAlphaCumprod: number;
  /**
   * The levels that `steps` steps visit, the noisiest first.
   *
   * @throws {InputError} when there are fewer levels, or one of the timesteps would lie beyond the last.
   */
  readonly timesteps: (steps: number) => readonly number[];
  /**
   * The denoising step at a timestep where T levels are passed in `steps` steps: to the level T / steps below.
   *
   * @throws {InputError} when there is no such level, or there are fewer levels than steps.
   */
  readonly stepAt: (timestep: number, steps: number) => DdimStep;
  /** All denoising steps, the noisiest first. It throws as `timesteps` does. */
  readonly denoising: (steps: number) => readonly DdimStep[];
  /**
   * All inversion steps, the cleanest first: the model is asked at the level that the step arrives at. It throws as
   * `timesteps` does.
   */
  readonly inversion: (steps: number) => readonly DdimStep[];
}

/** `count` numbers at equal distances as PyTorch has them in single precision: each half from its own end. */
function linspace(start: number, end: number, count: number): Float32Array {
  const [first, last] = [Math.fround(start), Math.fround(end)];
  const step = Math.fround(Math.fround(last - first) / (count - 1));
  return Float32Array.from(
    { length: count },
    (_, i) => i < count / 2 ? first + Math.fround(step * i) : last - Math.fround(step * (count - 1 - i)),
  );
}

/** Nichol and Dhariwal's cosine schedule ("Improved denoising diffusion probabilistic models"), β at most 0.999. */
function cosineBetas(count: number): Float32Array {
  const alphaBar = (t: number): number => Math.cos((t + 0.008) / 1.008 * Math.PI / 2) ** 2;
  return Float32Array.from(
    { length: count },
    (_, i) => Math.min(1 - alphaBar((i + 1) / count) / alphaBar(i / count), 0.999),
  );
}

function betasOf(config: SchedulerConfig): Float32Array {
  const { trained_betas, beta_schedule, beta_start, beta_end, num_train_timesteps: count } = config;
  if (trained_betas) return Float32Array.from(trained_betas);
  if (beta_schedule === "squaredcos_cap_v2") return cosineBetas(count);
  if (beta_schedule === "linear") return linspace(beta_start, beta_end, count);
  return linspace(Math.sqrt(beta_start), Math.sqrt(beta_end), count).map((root) => root * root);
}

/** Products of 1 − β up to every level: kept in double precision, as PyTorch does on a CPU. */
function cumulative(betas: Float32Array): Float32Array {
  let product = 1;
  return betas.map((beta) => product *= Math.fround(1 - beta));
}

/** The levels shifted and scaled so that the last is pure noise: Lin et al., arXiv 2305.08891, algorithm 1. */
function withoutSignalAtTheEnd(alphasCumprod: Float32Array): Float32Array {
  const roots = alphasCumprod.map(Math.sqrt);
  const [first, last] = [roots[0]!, roots.at(-1)!];
  return roots.map((root) => ((root - last) * first / (first - last)) ** 2);
}

/** Levels that `steps` steps visit of `count`, the noisiest first; the formulas are diffusers'. */
function spaced(
  { timestep_spacing, steps_offset }: SchedulerConfig,
  count: number,
  steps: number,
): readonly number[] {
  const down = Array.from({ length: steps }, (_, i) => steps - 1 - i);
  if (timestep_spacing === "linspace") {
    return down.map((i) => (steps === 1 ? 0 : rint(i * ((count - 1) / (steps - 1)))));
  }
  if (timestep_spacing === "trailing") {
    const distance = count - (count - count / steps);
    return down.map((_, k) => rint(count - k * distance) - 1);
  }
  return down.map((i) => i * Math.floor(count / steps) + steps_offset);
}

function checkSteps(count: number, steps: number): void {
  if (!Number.isInteger(steps) || steps < 1 || steps > count) {
    throw new InputError(`Expected 1 to ${count} steps but found ${steps}.`);
  }
}

function checkedTimesteps(config: SchedulerConfig, count: number, steps: number): readonly number[] {
  checkSteps(count, steps);
  const timesteps = spaced(config, count, steps);
  if (timesteps[0]! >= count) {
    throw new InputError(
      `Expected steps whose timesteps are below ${count} but found ${timesteps[0]}: ` +
        `${steps} steps with steps_offset ${config.steps_offset}.`,
    );
  }
  return timesteps;
}

/**
 * The noise schedule that a model was trained with, in PyTorch's single precision.
 *
 * A step goes T / steps levels down (rounded down), whatever the spacing of the timesteps, as diffusers' DDIM does. Its
 * functions throw an `InputError` where they are asked for steps or levels that it does not have.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { noiseSchedule } from "./schedule.ts";
 * import { parseSchedulerConfig } from "./scheduler_config.ts";
 *
 * const config = { beta_start: 0.00085, beta_end: 0.012, beta_schedule: "scaled_linear", steps_offset: 1 };
 * const schedule = noiseSchedule(parseSchedulerConfig(config));
 * assert.deepEqual(schedule.timesteps(4), [751, 501, 251, 1]);
 * assert.equal(schedule.denoising(4)[0]!.to, schedule.alphasCumprod[501]);
 * ```
 */
export function noiseSchedule(config: SchedulerConfig): NoiseSchedule {
  const trained = cumulative(betasOf(config));
  const alphasCumprod = config.rescale_betas_zero_snr ? withoutSignalAtTheEnd(trained) : trained;
  const count = alphasCumprod.length;
  const finalAlphaCumprod = config.set_alpha_to_one ? 1 : alphasCumprod[0]!;
  const timesteps = (steps: number): readonly number[] => checkedTimesteps(config, count, steps);
  const stepAt = (timestep: number, steps: number): DdimStep => {
    checkSteps(count, steps);
    const from = alphasCumprod[timestep];
    if (from === undefined) {
      throw new InputError(`Expected a timestep from 0 to ${count - 1} but found ${timestep}.`);
    }
    return { timestep, from, to: alphasCumprod[timestep - Math.floor(count / steps)] ?? finalAlphaCumprod };
  };
  const denoising = (steps: number): readonly DdimStep[] => timesteps(steps).map((t) => stepAt(t, steps));
  const inversion = (steps: number): readonly DdimStep[] =>
    denoising(steps).map(({ timestep, from, to }) => ({ timestep, from: to, to: from })).reverse();
  return {
    predictionType: config.prediction_type,
    alphasCumprod,
    finalAlphaCumprod,
    timesteps,
    stepAt,
    denoising,
    inversion,
  };
}

/** Part of the steps that pictures are inverted by, of DragDiffusion. */
const STRENGTH = 0.7;

/**
 * The noise level that pictures are dragged at unless told otherwise: 681 of 1000 with 50 steps, as in DragDiffusion, whose
 * Python rounds halves to even numbers.
 *
 * @throws {InputError} when the schedule has fewer levels than `steps`, or a timestep would lie beyond the last.
 */
export const editTimestep = (schedule: NoiseSchedule, steps: number): number =>
  schedule.timesteps(steps)[steps - Math.max(1, rint(STRENGTH * steps))]!;
