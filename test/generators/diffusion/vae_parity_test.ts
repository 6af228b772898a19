import { constantParameters } from "../../../lib/generators/diffusion/parameters.ts";
import { currentNames, vaeDecoder, vaeEncoder } from "../../../lib/generators/diffusion/vae.ts";
import { mul } from "../../../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { checkParity, difference } from "../../parity.ts";
import { sdArray, sdVae } from "./sd_a.ts";

/** The names that the published VAEs of Stable Diffusion 1 have. */
const olderName = (name: string): string =>
  name.replace("to_q", "query").replace("to_k", "key").replace("to_v", "value").replace(
    "to_out.0",
    "proj_attn",
  );

const { config, p, tensors } = sdVae();
const older = new Map([...tensors].map(([name, value]) => [olderName(name), value]));

for (
  const [names, own] of [["", p], [", older names", constantParameters(currentNames(older), "vae")]] as const
) {
  Deno.test(`VAE equals diffusers'${names}`, async () => {
    await using runtime = await openRuntime({ provider: "cpu" });
    const encode = (image: Symbolic) => {
      const { mean, logvar } = vaeEncoder(config, own)(image);
      return { mean: mul(mean, config.scalingFactor), logvar };
    };
    const decode = (latent: Symbolic): Symbolic =>
      vaeDecoder(config, own)(mul(latent, 1 / config.scalingFactor));
    const { mean, logvar } = await runtime.run(encode, sdArray("image"));
    checkParity(`sd-a vae_mean${names}`, difference(mean, sdArray("vae_mean")), 5e-4);
    checkParity(`sd-a vae_logvar${names}`, difference(logvar, sdArray("vae_logvar")), 5e-4);
    const image = await runtime.run(decode, sdArray("vae_mean"));
    checkParity(`sd-a decoded${names}`, difference(image, sdArray("decoded")), 1e-3);
  });
}
