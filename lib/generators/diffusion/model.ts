import { parseSchedulerConfig } from "./scheduler_config.ts";
import { openRuntime, type Runtime } from "../../runtime/runtime.ts";
import { type Generator } from "../generator.ts";
import { type LatentMaker } from "../latents.ts";
import { type Size, square } from "../size.ts";
import { type Denoiser, promptContext } from "./denoiser.ts";
import { type Prompt } from "./prompt.ts";
import { type DiffusionModel, openDiffusionFolder } from "./folder.ts";
import { diffusionGenerator, type DiffusionGeneratorOptions } from "./generator.ts";
import { diffusionLatents } from "./latents.ts";
import { type PromptText, promptText } from "./prompt_text.ts";
import { noiseSchedule } from "./schedule.ts";
import { ownWidth } from "./own_width.ts";
import { checkTakesLatents } from "./walk.ts";

/** How a diffusion model is opened as a generator. */
export interface DiffusionOptions {
  /** Height and width of the picture in pixels (default those of the model's own pictures, 512 × 512 at most). */
  readonly size?: Size;
  /**
   * What the picture shows: a text (default "", nothing said; one that is too long is cut, which the model's `warnings`
   * tell), or what the text encoder makes of one.
   */
  readonly prompt?: string | Prompt;
  /** Where the text is encoded (default on the CPU). */
  readonly runtime?: Runtime;
  /** Steps of DDIM between noise and picture (default 50, DragDiffusion). */
  readonly steps?: number;
  /** The noise level of the latent (default 0.7 of the steps, 681 of 1000: DragDiffusion). */
  readonly timestep?: number;
  /** Compute blocks of the U-Net again in backward passes: less memory, a quarter more time (default false). */
  readonly checkpoint?: boolean;
}

/** A prompt as the U-Net sees it with its keys and values, and what of it is left out. */
interface Told extends Pick<PromptText, "warning"> {
  readonly options: Required<Pick<DiffusionGeneratorOptions, "prompt" | "context">>;
}

async function told(
  model: DiffusionModel,
  denoiser: Denoiser,
  said: string | Prompt,
  runtime: Runtime,
): Promise<Told> {
  const seen: Prompt & Pick<PromptText, "warning"> = typeof said === "string"
    ? await promptText(model, runtime, said)
    : said;
  const { warning, ...prompt } = seen;
  const options = { prompt, context: await promptContext(runtime, denoiser, prompt, 1) };
  return { options, ...(warning === undefined ? {} : { warning }) };
}

/** The same on the CPU. */
async function toldOnCpu(...what: [DiffusionModel, Denoiser, string | Prompt]): Promise<Told> {
  await using runtime = await openRuntime({ provider: "cpu" });
  return await told(...what, runtime);
}

/**
 * Opens a diffusion model as a generator of pictures at one noise level, without a LoRA.
 *
 * @throws {InputError} with one sentence on what is missing, broken, or does not fit.
 */
export async function openDiffusion(
  source: string,
  { size: asked, prompt = "", runtime, ...options }: DiffusionOptions = {},
): Promise<{ generator: Generator; latents: LatentMaker; sha256: string; warnings?: readonly string[] }> {
  const model = await openDiffusionFolder(source);
  checkTakesLatents(model.unet.config);
  const size = asked ?? square(ownWidth(model));
  const schedule = noiseSchedule(parseSchedulerConfig(model.schedulerConfig));
  const denoiser = { ...model.unet, schedule };
  const { warning, options: text } = runtime
    ? await told(model, denoiser, prompt, runtime)
    : await toldOnCpu(model, denoiser, prompt);
  const generator = diffusionGenerator(denoiser, model.vae, { ...options, size, ...text });
  return {
    ...{ generator, latents: diffusionLatents(generator.latentShape), sha256: model.sha256 },
    ...(warning === undefined ? {} : { warnings: [warning] }),
  };
}
