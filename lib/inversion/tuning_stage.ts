import { type Stage } from "../edit/stage.ts";
import { tensorHash } from "../edit/stage_file.ts";
import { type Parameters } from "../generators/diffusion/parameters.ts";
import { type Weight } from "../generators/weight.ts";
import { constant, type Symbolic } from "../onnx/symbolic.ts";
import { optimisationStage, type Optimised, variableOf } from "./optimisation_stage.ts";
import { type Pivot } from "./pivot_stage.ts";
import { type InversionSubject } from "./subject.ts";
import { type Tensor } from "../tensor.ts";

/** States are large: they are kept once a minute. Our choice. */
const KEEP_EVERY = 60_000;

/**
 * Tunes the generator's weights until the picture of the pivot, which stays as it is, is the photograph (Roich et al.,
 * "Pivotal tuning for latent-based editing of real images", arXiv 2106.05744, equation 3). Its locality regularisation,
 * which the authors leave out by default, is left out.
 */
export async function tuningStage(
  { gan, space, loss, settings, dependsOn, runtime }: InversionSubject,
  { variable, noiseMaps }: Pivot,
): Promise<Stage<Optimised>> {
  const { tuningSteps: steps, tuningRate } = settings;
  const hashes = await Promise.all([variable, ...noiseMaps.values()].map(tensorHash));
  const start = new Map(gan.tunable.map((name) => [name, gan.weights.get(name)!]));
  const distance = (p: Parameters): Symbolic => {
    const tuned = [...start].map(([name, { shape }]) => [name, p(name, shape)] as const);
    const { image } = gan.generator(new Map<string, Weight>([...gan.weights, ...noiseMaps, ...tuned]));
    return loss(image(space.latentOf(constant(variable, "pivot")))).loss;
  };
  return optimisationStage({
    name: "tuning",
    dependsOn: { ...dependsOn, pivot: hashes, tuningRate },
    keepEvery: KEEP_EVERY,
    runtime,
    start,
    loss: distance,
    batch: () => ({}),
    learningRate: () => tuningRate,
    steps,
  });
}

/** The weights that the tuning came to, by their names. */
export const tunedWeights = (optimised: Optimised): Map<string, Tensor> =>
  new Map([...optimised.state.trained.keys()].map((name) => [name, variableOf(optimised, name)]));
