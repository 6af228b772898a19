import { join } from "node:path";
import { InputError } from "../../errors.ts";
import { constantParameters, type Parameters } from "../../generators/diffusion/parameters.ts";
import { parseUnetConfig } from "../../generators/diffusion/unet_config.ts";
import { parseVaeConfig } from "../../generators/diffusion/vae_config.ts";
import { isThere } from "../../hub/is_there.ts";
import { checkpointIn } from "../run_training.ts";
import { readNetwork, type TrainedNetwork, weightsFile } from "./model_folder.ts";
import { type FacesSettings } from "./settings.ts";
import { type TrainFacesOptions } from "./train_faces.ts";
import { askUnet } from "./unet_training.ts";
import { askVae } from "./vae_training.ts";

/** Networks that are there before a training begins. */
export interface GivenNetworks {
  /** The autoencoder that stays as it is (default: it is trained). */
  readonly vae?: TrainedNetwork;
  /** The U-Net that is gone on with where there is no checkpoint (default: one of random weights). */
  readonly unet?: TrainedNetwork;
}

/**
 * The folder of the model whose autoencoder stays as it is; nothing where it is trained here. A U-Net whose training
 * began with that of another model has it in its own model, and goes on with it.
 */
async function keptVae(
  { from, folder }: Pick<TrainFacesOptions, "from" | "folder">,
): Promise<string | undefined> {
  const isBegun = (network: string): Promise<boolean> => isThere(checkpointIn(folder, network));
  if (await isBegun("vae")) return undefined;
  return from ?? (await isBegun("unet") ? join(folder, "model") : undefined);
}

/** A network whose weights are those that `ask` asks for, no more and no less. */
async function fitting(
  folder: string,
  name: "unet" | "vae",
  ask: (p: Parameters) => void,
): Promise<TrainedNetwork> {
  const network = await readNetwork(folder, name);
  const file = weightsFile(folder, name);
  const [p, asked] = [constantParameters(network.weights, file), new Set<string>()];
  ask((weight, shape) => {
    asked.add(weight);
    return p(weight, shape);
  });
  const other = network.weights.keys().find((weight) => !asked.has(weight));
  if (other === undefined) return network;
  throw new InputError(`${file}: Expected the weights of ${name}.config alone but found ${other}, too.`);
}

/**
 * Reads the networks that a training does not begin anew, and checks that they are those of the settings.
 *
 * @throws {InputError} naming the file that is missing, broken or of a network of another shape.
 */
export async function givenNetworks(
  settings: FacesSettings,
  options: Pick<TrainFacesOptions, "from" | "folder">,
): Promise<GivenNetworks> {
  const kept = await keptVae(options);
  const [vae, unet] = [parseVaeConfig(settings.vae.config), parseUnetConfig(settings.unet.config)];
  return {
    ...(kept === undefined ? {} : { vae: await fitting(kept, "vae", askVae(vae)) }),
    ...(options.from === undefined ? {} : { unet: await fitting(options.from, "unet", askUnet(unet)) }),
  };
}
