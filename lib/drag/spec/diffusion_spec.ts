import { z } from "zod";
import { LORA_TRAINING_DEFAULTS } from "../../generators/diffusion/lora/train_lora.ts";
import { type LoraNumbers } from "../../edit/lora_stage.ts";
import { LONGEST_SIDE, MOST_PIXELS } from "../../formats/image_rgba.ts";
import { isGuided } from "../../generators/diffusion/prompt.ts";
import { type MutualControl } from "../../generators/diffusion/mutual_attention.ts";
import { type Schema } from "../../schema.ts";
import {
  type FieldSchemas,
  numpySeed,
  path,
  sharedFields,
  type SharedSpec,
  type WithSchema,
} from "./shared_spec.ts";

/** A drag with a diffusion model: of a picture, of a latent with noise, or of a generated picture. */
export interface DiffusionSpec extends SharedSpec {
  /** What the model is. */
  readonly family: "diffusion";
  /** `"faces-diffusion"` (embedded, small), a diffusers folder, a model's folder in Hugging Face's cache, or its name there. */
  readonly model: string;
  /** Path of a .png or .jpg that is encoded, inverted and dragged; else there is a latent. */
  readonly image?: string | undefined;
  /** Path of a .npy [1, C, h, w] at `timestep`, or the seed of the noise that a picture is generated from. */
  readonly latent?: string | { readonly seed: number } | undefined;
  /** Width and height in pixels that a picture is worked on at, multiples of 8, at most 16,384 each and 2²⁵ in all. */
  readonly size?: readonly [width: number, height: number] | undefined;
  /** What the picture shows (default "", nothing said). */
  readonly prompt: string;
  /** Path of a .npy [1, tokens, D]: the text encoder's output, in place of the prompt. */
  readonly promptEmbeds?: string | undefined;
  /** What guidance leads away from (default ""). */
  readonly negativePrompt: string;
  /** Path of a .npy [1, tokens, D], in place of the negative prompt. */
  readonly negativePromptEmbeds?: string | undefined;
  /** Scale of classifier-free guidance; up to 1 is none (default 1, and 7.5 for generated pictures: DragDiffusion). */
  readonly guidance: number;
  /** Steps of DDIM over all noise levels (default 50: DragDiffusion). */
  readonly inferenceSteps: number;
  /** The noise level that is dragged at (default that of 7 tenths of the steps, 681 of 1000: DragDiffusion). */
  readonly timestep?: number | undefined;
  /** A LoRA file, one that is trained on the picture (default where there is one), or none. */
  readonly lora: "none" | { readonly file: string; readonly scale: number } | { readonly train: LoraNumbers };
  /** Mutual self-attention control of the denoising by the undragged picture (default DragDiffusion's). */
  readonly mutualAttention: MutualControl | false;
  /** Compute blocks of the U-Net again in the backward pass of a step: less memory, a quarter more time (default false). */
  readonly checkpoint: boolean;
}

const { rank, weightDecay, batch } = LORA_TRAINING_DEFAULTS;
const whole = z.int().nonnegative();
const count = z.int().positive();

const TRAINING = z.strictObject({
  rank: count.default(rank).describe("rank of the matrices"),
  steps: whole.optional().describe("updates; default 80, 200 of freedrag-diff"),
  learningRate: z.number().positive().optional().describe(
    "learning rate of AdamW; default 5e-4, 2e-4 of freedrag-diff",
  ),
  weightDecay: z.number().nonnegative().default(weightDecay).describe("weight decay of AdamW"),
  batch: count.default(batch).describe("noises and timesteps in an update"),
  seed: whole.optional().describe("seed of the matrices, the noise and the timesteps; default the SPEC's"),
});

/** The numbers of a LoRA's training as they are written. */
export interface WrittenTraining extends Omit<LoraNumbers, "steps" | "learningRate" | "seed"> {
  /** Updates; by default it depends on the method. */
  readonly steps?: number | undefined;
  /** Of AdamW; likewise. */
  readonly learningRate?: number | undefined;
  /** Of all that is drawn; by default the SPEC's. */
  readonly seed?: number | undefined;
}

/** What a method's authors take beside its own options. */
interface EditNumbers {
  /** Optimiser updates at most. */
  readonly steps: number;
  /** Of the LoRA's training. */
  readonly training: Pick<typeof LORA_TRAINING_DEFAULTS, "steps" | "learningRate">;
}

const DRAGDIFFUSION: EditNumbers = { steps: 80, training: LORA_TRAINING_DEFAULTS };

/**
 * Methods whose authors take other numbers than DragDiffusion's. Source: LPengYang/FreeDrag,
 * `FreeDrag--diffusion--version/drag_ui.py`.
 */
const NUMBERS_OF: Readonly<Record<string, EditNumbers>> = {
  "freedrag-diff": { steps: 300, training: { steps: 200, learningRate: 2e-4 } },
};

/** The numbers of a training with those of the method and the seed of the SPEC where nothing is written. */
const trainingOf = (
  { steps, learningRate }: EditNumbers["training"],
  seed: number,
  written: WrittenTraining,
): LoraNumbers => ({
  ...written,
  steps: written.steps ?? steps,
  learningRate: written.learningRate ?? learningRate,
  seed: written.seed ?? seed,
});

const LORA = z.union([
  z.literal("none").describe("no LoRA").transform(() => "none" as const),
  path.describe("a LoRA's .safetensors, as DragDiffusion, diffusers, kohya or peft write it")
    .transform((file) => ({ file, scale: 1 })),
  z.strictObject({
    file: path,
    scale: z.number().default(1).describe("how strong it is; 1 is as trained"),
  }),
  TRAINING.describe("trained on the picture").transform((train) => ({ train })),
], {
  error: () =>
    'Expected "none", a path, {"file": path, "scale": 1} or numbers of a training such as {"rank": 16, "steps": 80}',
});

const side = count.max(LONGEST_SIDE).multipleOf(8, {
  error: ({ input }) => `Expected a multiple of 8 but found ${input}`,
});

/** What is wrong about width and height together; nothing where there are no more pixels than a picture may have. */
const tooLarge = (size: DiffusionSpec["size"]): string | undefined =>
  size && size[0] * size[1] > MOST_PIXELS
    ? `Expected at most ${MOST_PIXELS} pixels in all but found ${size[0]}×${size[1]}`
    : undefined;

/** A SPEC as it is written, before defaults that depend on other fields. */
export type WrittenDiffusionSpec =
  & Omit<DiffusionSpec, "family" | "guidance" | "lora" | "steps">
  & WithSchema
  & {
    /** By default it depends on the method. */
    readonly steps?: number | undefined;
    /** By default it depends on where the picture comes from. */
    readonly guidance?: number | undefined;
    /** Likewise. */
    readonly lora?: Exclude<DiffusionSpec["lora"], { readonly train: LoraNumbers }> | {
      readonly train: WrittenTraining;
    } | undefined;
  };

/** The fields of a SPEC for a diffusion model. */
export const DIFFUSION_FIELDS: FieldSchemas<WrittenDiffusionSpec> = {
  model: path.describe(
    '"faces-diffusion" (embedded, small), a diffusers folder of a Stable Diffusion 1 or 2 model, such a model\'s ' +
      "folder in Hugging Face's cache, or its name there",
  ),
  image: path.optional().describe("a .png or .jpg to drag; else there is a latent"),
  latent: z.union([
    path.describe("a .npy [1, C, h, w] at the timestep"),
    z.strictObject({
      seed: numpySeed.describe("generates a picture from np.random.RandomState(seed).randn(1, C, h, w)"),
    }),
  ], { error: () => 'Expected a path or {"seed": 1}' }).optional(),
  size: z.tuple([side, side]).optional().describe(
    "[width, height] that a picture is worked on at [px]; default: the image's own where both are multiples of 8 " +
      "and the width is at most that of the model's own pictures and 512, else that wide; those squared for generated ones",
  ),
  prompt: z.string().default("").describe("what the picture shows"),
  promptEmbeds: path.optional().describe(
    "a .npy [1, tokens, D], the text encoder's output, in place of prompt",
  ),
  negativePrompt: z.string().default("").describe("what guidance leads away from"),
  negativePromptEmbeds: path.optional().describe("a .npy [1, tokens, D], in place of negativePrompt"),
  guidance: z.number().nonnegative().optional().describe(
    "scale of classifier-free guidance, up to 1 is none; default 1, and 7.5 for generated pictures",
  ),
  inferenceSteps: count.default(50).describe("steps of DDIM over all noise levels"),
  timestep: whole.optional().describe(
    "noise level that is dragged at, one that the steps visit; default that of 7 tenths of them, 681 of 1000",
  ),
  lora: LORA.optional().describe(
    'a LoRA; default {"rank": 16, "steps": 80, …} trained on the image, "none" for latents',
  ),
  mutualAttention: z.union([
    z.literal(false).describe("without"),
    z.strictObject({
      startStep: whole.default(0).describe("first denoising step with it, from 0"),
      startLayer: whole.optional().describe(
        "first transformer with it, from 0 in the order of computation; default 10 of 16, of others as large a part",
      ),
    }),
  ], { error: () => 'Expected false or {"startStep": 0, "startLayer": 10}' }).prefault({}).describe(
    "mutual self-attention control: denoising looks at the keys and values of the undragged picture",
  ),
  checkpoint: z.boolean().default(false).describe(
    "compute blocks of the U-Net again in the backward pass of a step: less memory, a quarter more time",
  ),
  ...sharedFields("diffusion", "stabledrag-diff"),
  steps: count.optional().describe("optimiser updates at most; default 80, 300 of freedrag-diff"),
  seed: whole.default(0).describe("seed of the LoRA's training; nothing else draws random numbers"),
};

/** The scale of guidance, which depends on where the picture comes from. */
const guidanceOf = (
  { guidance, latent }: Pick<WrittenDiffusionSpec, "guidance" | "latent">,
): number => guidance ?? (typeof latent === "object" ? 7.5 : 1);

/** What is wrong about the subject of a drag, and about fields that not every subject has a use for. */
function wrongSubject(
  { image, latent, latentIndex, lora, size }: WrittenDiffusionSpec,
): string | undefined {
  if (image === undefined && latent === undefined) {
    return 'Expected an "image" or a "latent" but found neither';
  }
  if (image !== undefined && latent !== undefined) return 'Expected an "image" or a "latent" but found both';
  if (typeof latent === "string" && size) return 'Expected no "size" beside a latent, which has its own';
  if (typeof latent !== "string" && latentIndex > 0) {
    return `Expected a file of latents as "latent" beside "latentIndex" ${latentIndex} but found none`;
  }
  const trains = typeof lora === "object" && "train" in lora;
  if (image === undefined && trains) {
    return 'Expected a file or "none" as "lora" beside a latent but found numbers of a training, which needs an image';
  }
  return undefined;
}

/** What is wrong about a negative text, which counts with guidance only; nothing where there is none, or guidance. */
export function uselessNegative(
  { negativePrompt, negativePromptEmbeds, guidance }: Pick<
    DiffusionSpec,
    "negativePrompt" | "negativePromptEmbeds" | "guidance"
  >,
): string | undefined {
  if (isGuided({ guidance }) || (negativePrompt === "" && negativePromptEmbeds === undefined)) {
    return undefined;
  }
  return `Expected a "guidance" above 1 beside a negative prompt but found ${guidance}`;
}

/** A SPEC for a diffusion model, with the defaults that depend on other fields, and checked as a whole. */
export const DIFFUSION_SCHEMA: Schema<DiffusionSpec> = z.strictObject(DIFFUSION_FIELDS)
  .superRefine((written, context) => {
    const large = tooLarge(written.size);
    if (large !== undefined) context.addIssue({ code: "custom", message: large, path: ["size"] });
    const message = wrongSubject(written) ??
      uselessNegative({ ...written, guidance: guidanceOf(written) });
    if (message !== undefined) context.addIssue({ code: "custom", message });
  }).transform(({ guidance, lora: given, steps, ...written }) => {
    const numbers = NUMBERS_OF[written.method] ?? DRAGDIFFUSION;
    const lora = given ?? (written.image === undefined ? "none" : { train: TRAINING.parse({}) });
    const isTrained = lora !== "none" && "train" in lora;
    return {
      family: "diffusion",
      ...written,
      steps: steps ?? numbers.steps,
      guidance: guidanceOf({ guidance, latent: written.latent }),
      lora: isTrained ? { train: trainingOf(numbers.training, written.seed, lora.train) } : lora,
    };
  });
