import { decodeSafetensors, encodeSafetensors } from "../../../lib/formats/safetensors.ts";
import { type Denoiser } from "../../../lib/generators/diffusion/denoiser.ts";
import { constantParameters, type Parameters } from "../../../lib/generators/diffusion/parameters.ts";
import { parseTextConfig, type TextConfig } from "../../../lib/generators/diffusion/text_config.ts";
import { parseVaeConfig, type VaeConfig } from "../../../lib/generators/diffusion/vae_config.ts";
import { noiseSchedule } from "../../../lib/generators/diffusion/schedule.ts";
import { parseSchedulerConfig } from "../../../lib/generators/diffusion/scheduler_config.ts";
import { parseUnetConfig, type UnetConfig } from "../../../lib/generators/diffusion/unet_config.ts";
import { type Tensor } from "../../../lib/tensor.ts";
import { fixtureArray, fixtureBytes, fixtureJson } from "../../fixtures.ts";

/** An array of the fixture model of the Stable Diffusion family. */
export const sdArray = (name: string): Tensor => fixtureArray(`sd-a/${name}`);

/** The tensors of one of its files. */
export const sdTensors = (file: string): ReadonlyMap<string, Tensor> =>
  decodeSafetensors(fixtureBytes(`sd-a/${file}`)).tensors;

/** A network's shape and weights. */
interface Network<C> {
  readonly config: C;
  readonly p: Parameters;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

function network<C>(file: string, parse: (json: unknown) => C): Network<C> {
  const tensors = sdTensors(file);
  const config = parse(fixtureJson(`sd-a/${file.split("/")[0]}/config.json`));
  return { config, p: constantParameters(tensors, file), tensors };
}

/** Its U-Net. */
export const sdUnet = (): Network<UnetConfig> =>
  network("unet/diffusion_pytorch_model.safetensors", parseUnetConfig);

/** Its variational autoencoder. */
export const sdVae = (): Network<VaeConfig> =>
  network("vae/diffusion_pytorch_model.safetensors", parseVaeConfig);

/** Its text encoder. */
export const sdText = (): Network<TextConfig> => network("text_encoder/model.safetensors", parseTextConfig);

/** Its U-Net with its noise. */
export function sdDenoiser(): Denoiser {
  const { config, p } = sdUnet();
  const schedule = noiseSchedule(parseSchedulerConfig(fixtureJson("sd-a/scheduler/scheduler_config.json")));
  return { config, p, schedule };
}

/** Its LoRA of rank 4 as peft writes it by itself: its alpha is in another file. */
export const sdPeftLora = (): Uint8Array =>
  encodeSafetensors(
    new Map([...sdTensors("lora.safetensors")].map(([name, value]) => [
      name.replace("unet.unet.", "base_model.model.").replace(".lora.down.", ".lora_A.")
        .replace(".lora.up.", ".lora_B."),
      value,
    ])),
  );
