import { decodeSafetensors } from "../../../lib/formats/safetensors.ts";
import { constantParameters, type Parameters } from "../../../lib/generators/diffusion/parameters.ts";
import { parseUnetConfig, type UnetConfig } from "../../../lib/generators/diffusion/unet_config.ts";
import { type Tensor } from "../../../lib/tensor.ts";
import { fixtureArray, fixtureBytes, fixtureJson } from "../../fixtures.ts";

/** An array of the fixture model of the Stable Diffusion family. */
export const sdArray = (name: string): Tensor => fixtureArray(`sd-a/${name}`);

/** The tensors of one of its files. */
export const sdTensors = (file: string): ReadonlyMap<string, Tensor> =>
  decodeSafetensors(fixtureBytes(`sd-a/${file}`)).tensors;

/** Its U-Net. */
export function sdUnet(): { config: UnetConfig; p: Parameters; tensors: ReadonlyMap<string, Tensor> } {
  const file = "unet/diffusion_pytorch_model.safetensors";
  const tensors = sdTensors(file);
  const config = parseUnetConfig(fixtureJson("sd-a/unet/config.json"));
  return { config, p: constantParameters(tensors, file), tensors };
}
