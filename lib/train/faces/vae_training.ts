import { input, type Symbolic } from "../../onnx/symbolic.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Parameters } from "../../generators/diffusion/parameters.ts";
import { vaeDecoder, vaeEncoder, vaeStride } from "../../generators/diffusion/vae.ts";
import { parseVaeConfig, type VaeConfig } from "../../generators/diffusion/vae_config.ts";
import { drawn, seededNormal, seededUniform, seedOf } from "../../random.ts";
import { type Tensor, tensor } from "../../tensor.ts";
import { type TrainingJob } from "../run_training.ts";
import { sampleOrder } from "../sample_order.ts";
import { startWeights } from "../start_weights.ts";
import { type Loss } from "../train.ts";
import { type Tensors } from "../training_state.ts";
import { PICTURE, placePicture, SIDE } from "./pictures.ts";
import { type FacesSettings } from "./settings.ts";

/** Pictures as bytes to RGB in [−1, 1]. */
export const fromBytes = (pictures: Symbolic): Symbolic =>
  o.sub(o.mul(o.cast(pictures, "float32"), 1 / 127.5), 1);

/** Mean absolute value. */
const meanAbs = (x: Symbolic): Symbolic => o.reduceMean(o.abs(x));

/** Differences between neighbours along an axis. */
function differences(x: Symbolic, axis: number): Symbolic {
  const length = x.shape[axis]!;
  return o.sub(o.slice(x, axis, 1, length), o.slice(x, axis, 0, length - 1));
}

/**
 * How badly an autoencoder does: mean absolute error of pixels, of differences between neighbours, and the mean
 * Kullback–Leibler divergence of the latent's numbers from N(0, 1). Without a critic, as our budget is small (our choice).
 *
 * image: uint8 [N, 3, H, W]; noise [N, C, h, w], N(0, 1), of which the latent is drawn.
 */
const vaeLoss = (
  config: VaeConfig,
  { kl, edges }: Pick<FacesSettings["vae"], "kl" | "edges">,
): Loss<"image" | "noise"> =>
(p, { image, noise }) => {
  const picture = fromBytes(image);
  const { mean, logvar } = vaeEncoder(config, p)(picture);
  const latent = o.add(mean, o.mul(o.exp(o.mul(logvar, 0.5)), noise));
  const error = o.sub(vaeDecoder(config, p)(latent), picture);
  const sharpness = o.add(meanAbs(differences(error, 2)), meanAbs(differences(error, 3)));
  const divergence = o.mul(
    o.reduceMean(o.sub(o.add(o.square(mean), o.exp(logvar)), o.add(logvar, 1))),
    0.5,
  );
  return o.add(meanAbs(error), o.add(o.mul(sharpness, edges / 2), o.mul(divergence, kl)));
};

/** Asks for all weights of an autoencoder, each by its name and shape. */
export const askVae = (config: VaeConfig): (p: Parameters) => void => (p) => {
  const at = (channels: number, side: number): Symbolic =>
    input("x", { dtype: "float32", shape: [1, channels, side, side] });
  vaeEncoder(config, p)(at(3, vaeStride(config)));
  vaeDecoder(config, p)(at(config.latentChannels, 1));
};

/** Weights that an autoencoder starts from. */
const vaeStart = (config: VaeConfig, seed: number): Tensors =>
  startWeights(askVae(config), seed, (name) => /(conv2|to_out\.0)\.weight$/.test(name));

/** The training of the autoencoder on pictures, uint8 [N, 3, 64, 64], each mirrored half of the time. */
export function vaeTraining(
  settings: FacesSettings,
  pictures: Tensor<"uint8">,
): TrainingJob<"image" | "noise"> {
  const { seed, vae } = settings;
  const { steps, batch: count, kl, edges, config: file, ...numbers } = vae;
  const config = parseVaeConfig(file);
  const side = SIDE / vaeStride(config);
  const order = sampleOrder(pictures.shape[0]!, count, seed);
  return {
    name: "vae",
    recipe: JSON.stringify({ seed, pictures: settings.pictures, batch: count, kl, edges, config: file }),
    start: vaeStart(config, seed),
    loss: vaeLoss(config, vae),
    numbers,
    steps,
    batch(step): { image: Tensor; noise: Tensor } {
      const own = seedOf(seed, step);
      const uniform = seededUniform(own);
      const image = new Uint8Array(count * PICTURE);
      order(step).forEach((index, i) => placePicture(pictures.data, index, uniform() < 0.5, image, i));
      return {
        image: tensor("uint8", [count, 3, SIDE, SIDE], image),
        noise: drawn([count, config.latentChannels, side, side], seededNormal(own + 1)),
      };
    },
  };
}
