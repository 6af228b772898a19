import { add, div, mul, split, sqrt, sub } from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type TensorFunction, tensorFunction } from "../../runtime/tensor_function.ts";
import { type PredictionType } from "./scheduler_config.ts";

/** A latent after a step of DDIM, and the clean latent that the model predicted on the way. */
export type DdimResult = {
  /** [N, C, h, w]. */
  readonly sample: Symbolic;
  /** The predicted x₀, of the same shape. */
  readonly original: Symbolic;
};

/** `a` √share + `b` √(1 − share): what DDIM is made of. */
const mixed = (a: Symbolic, b: Symbolic, share: Symbolic): Symbolic =>
  add(mul(sqrt(share), a), mul(sqrt(sub(1, share)), b));

/** A clean latent with noise: √ᾱ x₀ + √(1 − ᾱ) ε. alpha: float32, broadcasts to the latent, such as [N, 1, 1, 1]. */
export const addNoise: TensorFunction<[Symbolic, Symbolic, Symbolic], Symbolic> = tensorFunction(
  "addNoise",
  (original, noise, alpha) => mixed(original, noise, alpha),
);

/** What a model should predict of a latent with noise; arguments as {@linkcode addNoise} has them. */
export const trainingTarget = (
  type: PredictionType,
): TensorFunction<[Symbolic, Symbolic, Symbolic], Symbolic> =>
  tensorFunction(
    "trainingTarget",
    (original, noise, alpha) =>
      type === "epsilon" ? noise : sub(mul(sqrt(alpha), noise), mul(sqrt(sub(1, alpha)), original)),
  );

/** The clean latent and the noise that an output of the model tells of. */
function predicted(
  type: PredictionType,
  sample: Symbolic,
  output: Symbolic,
  alpha: Symbolic,
): { original: Symbolic; noise: Symbolic } {
  const [signal, rest] = [sqrt(alpha), sqrt(sub(1, alpha))];
  if (type === "epsilon") return { original: div(sub(sample, mul(rest, output)), signal), noise: output };
  return { original: sub(mul(signal, sample), mul(rest, output)), noise: mixed(output, sample, alpha) };
}

/**
 * One step of DDIM without added noise (η = 0) for models that predict `type`: equation 12 of Song et al., arXiv
 * 2010.02502, x' = √ᾱ' x̂₀ + √(1 − ᾱ') ε̂. Denoising goes to a larger ᾱ', inversion to a smaller one.
 *
 * sample and output [N, C, h, w]; `from` and `to`, ᾱ before and after the step, float32 scalars, so that one graph
 * does for all steps. The pairs of both are in `NoiseSchedule`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { ddimStep } from "./ddim.ts";
 *
 * const [sample, noise] = [float32([1, 1, 1, 2], [1, 2]), float32([1, 1, 1, 2], [0, 1])];
 * const step = await ddimStep("epsilon").run(sample, noise, float32([], [0.25]), float32([], [1]));
 * assert.deepEqual(step.sample, step.original); // where no noise is left
 * assert.equal(step.original.data[0], 2);
 * ```
 */
export const ddimStep = (
  type: PredictionType,
): TensorFunction<[sample: Symbolic, output: Symbolic, from: Symbolic, to: Symbolic], DdimResult> =>
  tensorFunction("ddimStep", (sample, output, from, to) => {
    const { original, noise } = predicted(type, sample, output, from);
    return { sample: mixed(original, noise, to), original };
  });

/**
 * Classifier-free guidance (Ho and Salimans, arXiv 2207.12598) as Stable Diffusion has it: from the output without
 * text towards that with it, `scale` times as far; 1 is the output with the text.
 *
 * output [2N, C, h, w], the N without text first → [N, C, h, w].
 */
export const guided = (scale: number): TensorFunction<[Symbolic], Symbolic> =>
  tensorFunction("guided", (output) => {
    const half = output.shape[0]! / 2;
    const [without, withText] = split(output, 0, [half, half]) as [Symbolic, Symbolic];
    return add(without, mul(sub(withText, without), scale));
  });
