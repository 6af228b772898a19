import { type Stage } from "../edit/stage.ts";
import { tensorHash } from "../edit/stage_file.ts";
import { seededNoise } from "../generators/latents.ts";
import { type Weight } from "../generators/weight.ts";
import { type Parameters } from "../generators/diffusion/parameters.ts";
import * as o from "../onnx/ops/mod.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { type SummedLoss } from "../train/mod.ts";
import { seedOf } from "../random.ts";
import { type TrainingState } from "../train/training_state.ts";
import { float32, onlyNumber, type Tensor } from "../tensor.ts";
import { noiseRegularity, renormalize } from "./noise_regularity.ts";
import { optimisationStage, type Optimised, variableOf } from "./optimisation_stage.ts";
import { learningShare, noiseShare } from "./ramps.ts";
import { type InversionStart } from "./start_stage.ts";
import { type InversionSubject } from "./subject.ts";

/** Name of the latent among the optimised tensors; the others are noise maps under their own names. */
const LATENT = "latent";

/** The optimised tensors at first. */
function startTensors(
  { gan, settings }: InversionSubject,
  { variable }: InversionStart,
): Map<string, Tensor> {
  const maps = gan.noiseMaps.map((name, i): [string, Tensor] => {
    const noise = seededNoise(seedOf(settings.seed, i), gan.weights.get(name)!.shape);
    renormalize(noise.data);
    return [name, noise];
  });
  return new Map([[LATENT, variable], ...maps]);
}

/** What is made small: how far the picture is from the photograph, and how far the noise maps are from noise. */
const lossOf =
  ({ gan, space, loss, settings }: InversionSubject) =>
  (p: Parameters, { jitter }: { readonly jitter: Symbolic }): SummedLoss => {
    const maps = gan.noiseMaps.map((name) => [name, p(name, gan.weights.get(name)!.shape)] as const);
    const { image } = gan.generator(new Map<string, Weight>([...gan.weights, ...maps]));
    const distance = loss(image(space.latentOf(o.add(p(LATENT, space.shape), jitter)))).loss;
    if (maps.length === 0) return { loss: distance, shown: distance };
    const regularity = o.mul(noiseRegularity(maps.map(([, map]) => map)), settings.noiseRegularity);
    return { loss: o.add(distance, regularity), shown: distance };
  };

/** Brings latent and noise maps back to where they may be. */
const constrained = ({ space }: InversionSubject) => ({ trained }: TrainingState): void => {
  for (const [name, { weights }] of trained) {
    if (name === LATENT) space.project(weights);
    else renormalize(weights);
  }
};

/** Noise on the latent at a step, of the shape of the variable. */
function jitterAt({ space, settings }: InversionSubject, spread: number, step: number): Tensor<"float32"> {
  const { seed, steps, latentNoise } = settings;
  const scale = spread * latentNoise * noiseShare(step / steps, settings);
  const noise = seededNoise(seedOf(seed, step), space.shape);
  return float32(space.shape, noise.data.map((v) => v * scale));
}

/**
 * Optimises latent and noise maps until their picture is the photograph, as far as it can (Karras et al., "Analyzing and
 * improving the image quality of StyleGAN", appendix D). A ProGAN's latent stays on its sphere and it has no noise maps.
 */
export async function pivotStage(
  subject: InversionSubject,
  start: InversionStart,
): Promise<Stage<Optimised>> {
  const { space, settings, dependsOn, runtime } = subject;
  const { steps, learningRate, rampUp, rampDown, latentNoise, noiseRamp, noiseRegularity, seed } = settings;
  const numbers = { learningRate, rampUp, rampDown, latentNoise, noiseRamp, noiseRegularity, seed };
  const begin = await tensorHash(start.variable);
  const spread = onlyNumber(start.spread);
  return optimisationStage({
    name: "pivot",
    dependsOn: { ...dependsOn, space: space.name, start: begin, spread, ...numbers },
    runtime,
    start: startTensors(subject, start),
    loss: lossOf(subject),
    batch: (step) => ({ jitter: jitterAt(subject, spread, step) }),
    learningRate: (step) => learningRate * learningShare(step / steps, settings),
    constrain: constrained(subject),
    steps,
  });
}

/** The generator's latent, in its full space, and its noise maps. */
export interface Pivot {
  /** In the shape of the space that it was looked for in. */
  readonly variable: Tensor<"float32">;
  /** By their names. */
  readonly noiseMaps: ReadonlyMap<string, Tensor>;
}

/** What the optimisation found. */
export const pivotOf = ({ gan }: InversionSubject, optimised: Optimised): Pivot => ({
  variable: variableOf(optimised, LATENT),
  noiseMaps: new Map(gan.noiseMaps.map((name) => [name, variableOf(optimised, name)])),
});
