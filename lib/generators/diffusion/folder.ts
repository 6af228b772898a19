import { join } from "node:path";
import { InputError } from "../../errors.ts";
import { huggingFaceSnapshot, isHubName, snapshotIn } from "../../hub/hugging_face.ts";
import { isFolder } from "../../hub/is_folder.ts";
import { jsonIn } from "../../hub/read_json.ts";
import { sha256OfText } from "../../hub/sha256.ts";
import { FACES_DIFFUSION, facesDiffusionFolder } from "./faces_diffusion.ts";
import { type Network, openNetwork } from "./network.ts";
import { TEXT, UNET, VAE } from "./network_kinds.ts";
import { readTokenizer } from "./read_tokenizer.ts";
import { parseSchedulerConfig } from "./scheduler_config.ts";
import { type TextConfig } from "./text_config.ts";
import { type Tokenizer } from "./tokenizer.ts";
import { type UnetConfig } from "./unet_config.ts";
import { type VaeConfig } from "./vae_config.ts";

/** A diffusion model of the Stable Diffusion 1 and 2 family. */
export interface DiffusionModel {
  /** The denoiser. */
  readonly unet: Network<UnetConfig>;
  /** Pictures to latents and back. */
  readonly vae: Network<VaeConfig>;
  /** Tokens to the text that the U-Net sees; absent where the folder has none. */
  readonly text?: Network<TextConfig>;
  /** Texts to tokens, or what is wrong with its files; absent where the folder has none. */
  readonly tokenizer?: Tokenizer;
  /** JSON value of `scheduler/scheduler_config.json`. */
  readonly schedulerConfig: unknown;
  /** SHA-256 over what `sha256sum` lists of all files of weights, and over what their and the scheduler's configs say. */
  readonly sha256: string;
}

/** The folder that a user means. */
async function resolveFolder(source: string): Promise<string> {
  if (await isFolder(join(source, "snapshots"))) return await snapshotIn(source);
  if (await isFolder(source)) return source;
  if (source === FACES_DIFFUSION) return facesDiffusionFolder();
  if (isHubName(source)) return await huggingFaceSnapshot(source);
  throw new InputError(`Expected the folder of a diffusion model at ${source} but found none.`);
}

/** The JSON value of a `scheduler_config.json` that is right. */
const readScheduler = (path: string): Promise<unknown> =>
  jsonIn(path, (json) => {
    parseSchedulerConfig(json);
    return json;
  });

/** A tokenizer that is broken fails where a prompt is used, not before: prompt embeds need none. */
async function openTokenizer(folder: string, text: TextConfig | undefined): Promise<Tokenizer> {
  return await readTokenizer(folder, text).catch((error: unknown) => {
    if (!(error instanceof InputError)) throw error;
    return () => {
      throw error;
    };
  });
}

/**
 * Opens a diffusion model of the Stable Diffusion 1 and 2 family: a folder as diffusers lays it out (`unet/`, `vae/`,
 * `scheduler/`, and where prompts are used `text_encoder/` and `tokenizer/`), a model's folder in Hugging Face's cache, or
 * its name there, `org/name` or `org/name@revision`; or `faces-diffusion`, which comes with this software. Nothing is
 * fetched, nothing in a file is run.
 *
 * A folder without `text_encoder/` is a model without text: its U-Net looks at `nullText`, and prompts are refused.
 *
 * Weights are float32, float16 (which they stay in memory) or bfloat16, in one safetensors file or several with an
 * index, or in a torch file. All of them are checked against the shapes that `config.json` says.
 *
 * A tokenizer that is broken, or does not fit the text encoder, says so where a prompt is used.
 *
 * @throws {InputError} with one sentence on what is missing, broken, or of another family.
 */
export async function openDiffusionFolder(source: string): Promise<DiffusionModel> {
  const folder = await resolveFolder(source);
  const at = (name: string): string => join(folder, name);
  for (const name of ["unet", "vae", "scheduler"]) {
    if (await isFolder(at(name))) continue;
    throw new InputError(`Expected a diffusion model with a folder ${name}/ in ${folder} but found none.`);
  }
  const schedulerConfig = await readScheduler(at("scheduler/scheduler_config.json"));
  const unet = await openNetwork(at("unet"), UNET);
  const vae = await openNetwork(at("vae"), VAE);
  const text = await isFolder(at("text_encoder")) ? await openNetwork(at("text_encoder"), TEXT) : undefined;
  if (text && text.network.config.width !== unet.network.config.textWidth) {
    throw new InputError(
      `${folder}: Expected a text encoder of width ${unet.network.config.textWidth}, the U-Net's, but found ${text.network.config.width}.`,
    );
  }
  const tokenizer = await isFolder(at("tokenizer"))
    ? await openTokenizer(at("tokenizer"), text?.network.config)
    : undefined;
  const list = [...unet.list, ...vae.list, ...(text?.list ?? [])].join("");
  const configs = [unet, vae, ...(text ? [text] : [])].map(({ network }) => network.config);
  return {
    unet: unet.network,
    vae: vae.network,
    ...(text ? { text: text.network } : {}),
    ...(tokenizer ? { tokenizer } : {}),
    schedulerConfig,
    sha256: await sha256OfText(list + JSON.stringify([...configs, schedulerConfig])),
  };
}
