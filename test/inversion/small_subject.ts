import { type Gan } from "../../lib/generators/gan.ts";
import { proganGan } from "../../lib/generators/progan/gan.ts";
import { stylegan2Gan } from "../../lib/generators/stylegan2/gan.ts";
import { randomStylegan2 } from "../../lib/generators/stylegan2/random_weights.ts";
import { pictureLoss } from "../../lib/inversion/picture_loss.ts";
import { inversionSettings } from "../../lib/inversion/settings.ts";
import { inversionSpace } from "../../lib/inversion/space.ts";
import { type InversionSubject } from "../../lib/inversion/subject.ts";
import * as o from "../../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { type Runtime } from "../../lib/runtime/runtime.ts";
import { tensorFunction } from "../../lib/runtime/tensor_function.ts";
import { smallProganWeights } from "../small_progan.ts";

/** Small generators of random weights. */
export const SMALL_GANS = {
  progan: (): Gan => proganGan(smallProganWeights(), "small ProGAN"),
  stylegan2: (): Gan => stylegan2Gan(randomStylegan2({ resolution: 16, channelBase: 64 }), "small StyleGAN2"),
};

/** The mean difference of pixels, which stands in for a perceptual distance. */
const apart = tensorFunction(
  "apart",
  (a: Symbolic, b: Symbolic) => o.reduceMean(o.abs(o.sub(a, b)), { axes: [1, 2, 3] }),
);

/** A picture that is inverted by the small generator which made it, of a latent that no search begins with. */
export async function smallSubject(
  family: keyof typeof SMALL_GANS,
  runtime: Runtime,
  json: object = {},
): Promise<InversionSubject> {
  const gan = SMALL_GANS[family]();
  const generator = gan.generator(gan.weights);
  const settings = inversionSettings(
    { ...(family === "progan" ? { starts: 3 } : { meanSamples: 50 }), steps: 12, tuningSteps: 8, ...json },
    family,
  );
  const latent = await gan.latents(runtime, { seed: 99 });
  const photograph = await runtime.run((x: Symbolic) => generator.image(x), latent);
  const { pixel: pixelWeight, perceptual: perceptualWeight } = settings;
  return {
    gan,
    space: inversionSpace(gan, generator, settings),
    photograph,
    loss: pictureLoss(photograph, { perceptual: apart, pixelWeight, perceptualWeight }),
    settings,
    runtime,
    dependsOn: { gan: gan.sha256 },
  };
}
