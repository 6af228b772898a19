import { encodeSafetensors } from "../../../lib/formats/safetensors.ts";
import { float32ToFloat16 } from "../../../lib/formats/float16.ts";
import { type Tensor, tensor } from "../../../lib/tensor.ts";
import { type TemporaryFolder, temporaryFolder } from "../../cli/temporary_folder.ts";
import { fixtureBytes, fixtureJson } from "../../fixtures.ts";
import { sdText, sdUnet, sdVae } from "./sd_a.ts";

type Tensors = ReadonlyMap<string, Tensor>;

/** Where the networks' weights usually are. */
export const UNET_WEIGHTS = "unet/diffusion_pytorch_model.safetensors";
/** The same of the autoencoder. */
export const VAE_WEIGHTS = "vae/diffusion_pytorch_model.safetensors";
/** The same of the text encoder. */
export const TEXT_WEIGHTS = "text_encoder/model.safetensors";

/** What is to be otherwise than in the fixture: the content of files by name, or nothing in place of a file. */
export type Changes = Readonly<Record<string, unknown>>;

/** Files of a tokenizer that knows one letter. */
export const TOKENIZER: Changes = {
  "tokenizer/vocab.json": { "a": 0, "a</w>": 1, "<|startoftext|>": 998, "<|endoftext|>": 999 },
  "tokenizer/merges.txt": "#version: 0.2\n",
};

/** Tensors as float16. */
export const halved = (tensors: Tensors): Tensors =>
  new Map([...tensors].map(([name, t]) => [
    name,
    t.dtype === "float32" ? tensor("float16", t.shape, float32ToFloat16(t.data as Float32Array)) : t,
  ]));

/** The fixture model as a diffusers folder, with changes. */
export function modelFolder(changes: Changes = {}, root = "."): TemporaryFolder {
  const folder = temporaryFolder();
  const configs = ["unet/config.json", "vae/config.json", "text_encoder/config.json"];
  const files: Changes = {
    ...Object.fromEntries(configs.map((name) => [name, fixtureJson(`sd-a/${name}`)])),
    "scheduler/scheduler_config.json": fixtureJson("sd-a/scheduler/scheduler_config.json"),
    ...Object.fromEntries(
      [UNET_WEIGHTS, VAE_WEIGHTS, TEXT_WEIGHTS].map((f) => [f, fixtureBytes(`sd-a/${f}`)]),
    ),
    ...changes,
  };
  for (const [name, content] of Object.entries(files)) {
    if (content === undefined) continue;
    const path = `${root}/${name}`;
    Deno.mkdirSync(folder.at(path.replace(/\/[^/]*$/, "")), { recursive: true });
    folder.write(path, content instanceof Map ? encodeSafetensors(content) : content);
  }
  return folder;
}

/** The tensors of the fixture's three networks. */
export const modelTensors = (): { unet: Tensors; vae: Tensors; text: Tensors } => ({
  unet: sdUnet().tensors,
  vae: sdVae().tensors,
  text: sdText().tensors,
});
