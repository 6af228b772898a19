import { type Generator } from "../lib/generators/generator.ts";
import { progan } from "../lib/generators/progan/generator.ts";
import { float32, type Tensor } from "../lib/tensor.ts";
import { normalTensor } from "./normal_tensor.ts";

/** Channels of the blocks, and length of the latent. */
const [CHANNELS, LATENT] = [[8, 8, 8, 8, 8, 8], 8];

/** A ProGAN of few channels with random weights: 128 × 128 pixels, as the shape of ProGANs here is fixed. */
export const smallProgan = (): Generator => progan(smallProganWeights());

/** The weights of {@linkcode smallProgan}. */
export function smallProganWeights(): Map<string, Tensor> {
  const weights = new Map<string, Tensor>([
    ["dense.weight", normalTensor([LATENT, CHANNELS[0]! * 16], 1, 0.5)],
    ["conv0.bias", normalTensor([CHANNELS[0]!], 2, 0.1)],
    ["torgb.weight", normalTensor([3, CHANNELS.at(-1)!, 1, 1], 3)],
    ["torgb.bias", float32([3], [0.1, 0.2, 0.3])],
  ]);
  for (let i = 1; i < 2 * CHANNELS.length; i++) {
    const [before, channels] = [CHANNELS[(i - 1) >> 1]!, CHANNELS[i >> 1]!];
    weights.set(`conv${i}.weight`, normalTensor([channels, before, 3, 3], 10 + i, 0.3));
    weights.set(`conv${i}.bias`, normalTensor([channels], 30 + i, 0.3));
  }
  return weights;
}
