import { runStage, type StageOptions } from "../edit/stage.ts";
import { seededNoise } from "../generators/latents.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { seedOf } from "../random.ts";
import { float32, onlyNumber, type Tensor } from "../tensor.ts";
import { pivotOf, pivotStage } from "./pivot_stage.ts";
import { type PictureLoss } from "./picture_loss.ts";
import { startStage } from "./start_stage.ts";
import { type InversionSubject } from "./subject.ts";
import { tunedWeights, tuningStage } from "./tuning_stage.ts";

/** How far a picture is from the photograph. */
export type InversionDistances = Readonly<Record<keyof PictureLoss, number>>;

/** A picture of the generator. */
export interface GeneratedPicture {
  /** [1, 3, S, S], nominally in [−1, 1], unclamped. */
  readonly picture: Tensor;
  /** From the photograph. */
  readonly distances: InversionDistances;
}

/** What became of a photograph. */
export interface InvertedPhotograph {
  /** Its latent, in the generator's full space. */
  readonly latent: Tensor;
  /** The weights that changed, noise maps included, by their names. */
  readonly weights: ReadonlyMap<string, Tensor>;
  /** Where the optimisation began. */
  readonly start: GeneratedPicture;
  /** The latent's picture by the generator as it was, with the noise maps that were found. */
  readonly pivot: GeneratedPicture;
  /** The latent's picture by the tuned generator. */
  readonly tuned: GeneratedPicture;
  /** The tuned generator's picture of a latent beside. */
  readonly neighbour: GeneratedPicture;
  /** How far from the photograph before each update, {@linkcode InversionDistances}' `loss`: finding the latent, tuning. */
  readonly losses: { readonly pivot: readonly number[]; readonly tuning: readonly number[] };
}

/** How far the latent beside is from the photograph's, in parts of the spread of latents. Our choice. */
const BESIDE = 0.02;

/** A variable moved at random. */
function beside(
  { space, settings }: InversionSubject,
  variable: Tensor<"float32">,
  spread: number,
): Tensor<"float32"> {
  const noise = seededNoise(seedOf(settings.seed, settings.steps), space.shape);
  const moved = variable.data.map((v, i) => v + BESIDE * spread * noise.data[i]!);
  space.project(moved);
  return float32(space.shape, moved);
}

/** The pictures of variables by the generator with some weights changed. */
async function attempts(
  { gan, space, loss, runtime }: InversionSubject,
  changed: ReadonlyMap<string, Tensor>,
  variables: readonly Tensor[],
): Promise<{ attempts: GeneratedPicture[]; latent: Tensor }> {
  const { image } = gan.generator(new Map([...gan.weights, ...changed]));
  const look = (variable: Symbolic): PictureLoss & { picture: Symbolic; latent: Symbolic } => {
    const latent = space.latentOf(variable);
    const picture = image(latent);
    return { ...loss(picture), picture, latent };
  };
  await using compiled = await runtime.compile(look, [variables[0]!], "look");
  const seen = [];
  for (const variable of variables) seen.push(await compiled.run(variable));
  return {
    attempts: seen.map(({ picture, loss, pixel, perceptual }) => ({
      picture,
      distances: { loss: onlyNumber(loss), pixel: onlyNumber(pixel), perceptual: onlyNumber(perceptual) },
    })),
    latent: seen[0]!.latent,
  };
}

/**
 * Inverts a photograph: finds the latent whose picture is nearest to it, and tunes the generator until that picture is the
 * photograph. Each of its stages is kept, and goes on where it was stopped.
 *
 * @throws {InputError} when a file of a stage is broken.
 */
export async function invertPhotograph(
  subject: InversionSubject,
  options: StageOptions,
): Promise<InvertedPhotograph> {
  const begin = await runStage(startStage(subject), options);
  const optimised = await runStage(await pivotStage(subject, begin), options);
  const pivot = pivotOf(subject, optimised);
  const tuning = subject.settings.tuningSteps === 0
    ? undefined
    : await runStage(await tuningStage(subject, pivot), options);
  const weights = new Map([...pivot.noiseMaps, ...(tuning ? tunedWeights(tuning) : [])]);
  const spread = onlyNumber(begin.spread);
  const before = await attempts(subject, pivot.noiseMaps, [pivot.variable, begin.variable]);
  const after = await attempts(subject, weights, [pivot.variable, beside(subject, pivot.variable, spread)]);
  return {
    latent: before.latent,
    weights,
    start: before.attempts[1]!,
    pivot: before.attempts[0]!,
    tuned: after.attempts[0]!,
    neighbour: after.attempts[1]!,
    losses: { pivot: optimised.losses, tuning: tuning?.losses ?? [] },
  };
}
