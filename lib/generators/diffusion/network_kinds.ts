import { input, type Symbolic } from "../../onnx/symbolic.ts";
import { type Tensor } from "../../tensor.ts";
import { type Parameters } from "./parameters.ts";
import { parseTextConfig, type TextConfig } from "./text_config.ts";
import { textEncoder, underTextModel } from "./text_encoder.ts";
import { textContext, unet } from "./unet.ts";
import { parseUnetConfig, type UnetConfig } from "./unet_config.ts";
import { currentNames, vaeDecoder, vaeEncoder, vaeStride } from "./vae.ts";
import { parseVaeConfig, type VaeConfig } from "./vae_config.ts";

/** How a kind of network is read from its folder. */
export interface NetworkKind<C> {
  /** Its shape from the JSON value of its `config.json`. */
  readonly parse: (json: unknown) => C;
  /** Asks for every parameter once, so that what is missing or misshapen is found at once. */
  readonly touch: (config: C, p: Parameters) => void;
  /** Name of its files of weights. */
  readonly stem: string;
  /** The same of torch files, where it is another. */
  readonly torch?: string;
  /** Tensors under their current names. */
  readonly rename?: (tensors: ReadonlyMap<string, Tensor>) => ReadonlyMap<string, Tensor>;
}

const image = (channels: number, size: number): Symbolic =>
  input("image", { dtype: "float32", shape: [1, channels, size, size] });

/** The denoiser of `unet/`. */
export const UNET: NetworkKind<UnetConfig> = {
  parse: parseUnetConfig,
  stem: "diffusion_pytorch_model",
  touch(config, p): void {
    const text = input("text", { dtype: "float32", shape: [1, 1, config.textWidth] });
    const timestep = input("timestep", { dtype: "float32", shape: [1] });
    const sample = image(config.inChannels, 2 ** (config.channels.length - 1));
    unet(config, p)({ sample, timestep, context: textContext(config, p)(text) });
  },
};

/** The variational autoencoder of `vae/`. */
export const VAE: NetworkKind<VaeConfig> = {
  parse: parseVaeConfig,
  stem: "diffusion_pytorch_model",
  rename: currentNames,
  touch(config, p): void {
    vaeEncoder(config, p)(image(3, vaeStride(config)));
    vaeDecoder(config, p)(image(config.latentChannels, 1));
  },
};

/** The text encoder of `text_encoder/`. */
export const TEXT: NetworkKind<TextConfig> = {
  parse: parseTextConfig,
  stem: "model",
  torch: "pytorch_model",
  rename: underTextModel,
  touch: (config, p) => void textEncoder(config, p)(input("ids", { dtype: "int64", shape: [1, 1] })),
};
