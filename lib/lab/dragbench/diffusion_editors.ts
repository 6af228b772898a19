import { join, resolve } from "node:path";
import { type DragSample } from "../../datasets/sample.ts";
import { DIFFUSION_METHODS } from "../../drag/methods/mod.ts";
import { methodSettings } from "../../drag/method.ts";
import { readSpec } from "../../drag/open_spec.ts";
import { parseSpec, type SpecInput } from "../../drag/spec.ts";
import { type StageOptions } from "../../edit/stage.ts";
import { encodePng } from "../../formats/image.ts";
import { encodeNpy } from "../../formats/npy.ts";
import { openDiffusionFolder } from "../../generators/diffusion/folder.ts";
import { modelSource } from "../../generators/family.ts";
import { InputError } from "../../errors.ts";
import { lookUp } from "../../look_up.ts";
import { type Runtime } from "../../runtime/runtime.ts";
import { type SampleEditor } from "./dragbench.ts";
import { dragSample } from "./drag_sample.ts";
import { type Json } from "../run/json.ts";
import { absoluteSettings, ANYTHING, checkSettings, sampleSpec, settingsOf } from "./sample_spec.ts";
import { writeFile } from "../../hub/write_file.ts";

/** How pictures are edited with a diffusion model. */
export interface DiffusionEditorsOptions {
  /** Where it is computed. */
  readonly runtime: Runtime;
  /** A diffusers folder, or a model's name. */
  readonly model: string;
  /** Names of methods for diffusion models. */
  readonly methods: readonly string[];
  /** Fields of a SPEC that all drags share (default none). */
  readonly settings?: SpecInput;
  /** Where SPECs and results are written: `specs/SAMPLE/METHOD.json`, `results/METHOD/SAMPLE/dragged_image.png`. */
  readonly folder: string;
  /** Where LoRAs, inversions and the like are kept. */
  readonly stages?: StageOptions;
}

/** What a method needs to know of the model. */
interface KnownModel {
  /** What SPECs in other folders find, too. */
  readonly source: string;
  /** Whether it reads text. */
  readonly reads: boolean;
}

async function known(model: string): Promise<KnownModel> {
  const { family, source } = await modelSource(model);
  if (family === "diffusion") {
    return { source, reads: (await openDiffusionFolder(source)).text !== undefined };
  }
  throw new InputError(`Expected a diffusion model but found the GAN ${model}.`);
}

/** All that drags by a method depend on beside the sample: defaults and the content of files, too. */
async function dependencies(
  method: string,
  { source: model }: KnownModel,
  settings: SpecInput,
  runtime: Runtime,
): Promise<Json> {
  const { lora: asked } = settings;
  const isFile = typeof asked === "string" ||
    (typeof asked === "object" && asked !== null && "file" in asked);
  const anyLatent = { latent: { seed: 0 }, lora: isFile ? asked : "none" };
  const spec = parseSpec({ ...settings, ...ANYTHING, ...anyLatent, model, method }, "diffusion");
  const { method: made, sha256 } = await readSpec(spec, ".", runtime);
  const { lora, text = null, model: weights = null } = sha256;
  const withImage = parseSpec({ ...settings, ...ANYTHING, model, method, image: "picture.png" }, "diffusion");
  const own = { ...settingsOf(withImage), ...(lora ? { loraFile: lora } : {}) };
  return { weights, text, ...own, ...methodSettings(made) } as unknown as Json;
}

/** The SPEC of a sample, and the mask beside it, as files. */
async function writeSpec(
  sample: DragSample,
  name: string,
  method: string,
  { source: model, reads }: KnownModel,
  { folder, settings = {} }: DiffusionEditorsOptions,
): Promise<SpecInput> {
  const at = (file: string): string => resolve(folder, "specs", name, file);
  const mask = sample.mask ? { mask: at("mask.npy") } : {};
  if (sample.mask) await writeFile(at("mask.npy"), encodeNpy(sample.mask));
  const spec = sampleSpec(sample, { model, method, reads, settings, ...mask });
  await writeFile(at(`${method}.json`), `${JSON.stringify(spec, undefined, 2)}\n`);
  return spec;
}

/**
 * Methods that edit the pictures of samples with a diffusion model, each as `deno task drag` does it: LoRA, inversion, drag
 * and denoising, with the model's defaults where the settings say nothing else.
 *
 * @throws {InputError} when the model or a method is unknown, or a setting is wrong.
 */
export async function diffusionEditors(options: DiffusionEditorsOptions): Promise<SampleEditor[]> {
  const { runtime, methods, folder, stages = {} } = options;
  const settings = absoluteSettings(options.settings ?? {});
  checkSettings(settings);
  methods.forEach((method) => lookUp(DIFFUSION_METHODS, method, "the method"));
  const model = await known(options.model);
  const keys: Json[] = [];
  for (const method of methods) keys.push(await dependencies(method, model, settings, runtime));
  return methods.map((method, i): SampleEditor => ({
    method,
    settings: keys[i]!,
    edit: async (sample, name) => {
      const spec = await writeSpec(sample, name, method, model, { ...options, settings });
      const dragged = await dragSample(parseSpec(spec, "diffusion"), runtime, stages);
      const result = join(folder, "results", method, name, "dragged_image.png");
      await writeFile(result, encodePng(dragged.picture));
      return dragged;
    },
  }));
}
