import { drawn, seededNormal, seededUniform, seedOf } from "../../../random.ts";
import { type Tensor } from "../../../tensor.ts";

/** What one training step makes the model remove from the picture's latent. */
export interface TrainingBatch {
  /** Normal noise [B, C, h, w]. */
  readonly noise: Tensor<"float32">;
  /** The noise level of each of the B, from 0. */
  readonly timesteps: readonly number[];
}

/**
 * The batches of a seed, one after the other without end: noise is N(0, 1), all levels are equally likely.
 *
 * They share no numbers with `freshLora` of the same seed.
 *
 * @param shape [B, C, h, w].
 * @param levels how many noise levels there are.
 */
export function* seededBatches(
  seed: number,
  shape: readonly number[],
  levels: number,
): Generator<TrainingBatch, never> {
  const [normal, uniform] = [seededNormal(seedOf(seed, 0)), seededUniform(seedOf(seed, 1))];
  while (true) {
    const noise = drawn(shape, normal);
    yield { noise, timesteps: Array.from({ length: shape[0]! }, () => Math.floor(uniform() * levels)) };
  }
}
