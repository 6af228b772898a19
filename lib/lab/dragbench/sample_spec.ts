import { resolve } from "node:path";
import { type Spec, type SpecInput } from "../../drag/spec.ts";
import { isStill, type PointPair } from "../../drag/points.ts";
import { InputError } from "../../errors.ts";
import { type DragSample } from "../../datasets/sample.ts";

/** Fields of a SPEC that are the sample's or the experiment's own. */
const OWN = ["model", "image", "latent", "latentIndex", "prompt", "promptEmbeds", "points", "mask", "method"];

/** Points that any picture has, for SPECs that are only looked at. */
export const ANYTHING = { points: [{ handle: [0, 0], target: [1, 0] }] };

/** Of a SPEC with its defaults what is not the sample's or the experiment's own. */
export const settingsOf = (spec: Spec): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(spec).filter(([field]) => !OWN.includes(field)));

/** Settings whose paths hold in any folder: of a LoRA, and of embeddings. */
export function absoluteSettings(settings: SpecInput): SpecInput {
  const { lora, negativePromptEmbeds: embeds } = settings;
  const file = (lora as { readonly file?: unknown } | undefined)?.file;
  return {
    ...settings,
    ...(typeof lora === "string" && lora !== "none" ? { lora: resolve(lora) } : {}),
    ...(typeof file === "string" ? { lora: { ...lora as object, file: resolve(file) } } : {}),
    ...(typeof embeds === "string" ? { negativePromptEmbeds: resolve(embeds) } : {}),
  };
}

/** What is said of all drags of an experiment. */
export interface SampleSpecOptions {
  /** The model's folder or name. */
  readonly model: string;
  /** Name of the method. */
  readonly method: string;
  /** Path of the sample's mask; absent where it has none. */
  readonly mask?: string;
  /** Whether the model reads text. */
  readonly reads: boolean;
  /** Other fields. */
  readonly settings: SpecInput;
}

/** The pairs whose handle is not at its target already: others have no direction. */
export const moving = (points: readonly PointPair[]): PointPair[] => points.filter((pair) => !isStill(pair));

/**
 * Checks fields that shall be the same in all drags.
 *
 * @throws {InputError} when one of them is the sample's own.
 */
export function checkSettings(settings: SpecInput): void {
  const own = OWN.find((field) => Object.hasOwn(settings, field));
  if (own === undefined) return;
  throw new InputError(
    `Expected settings of all drags but found "${own}", which each sample has of its own.`,
  );
}

/** The SPEC of the drag of a sample by a method: `deno task drag` does the same with it. */
export function sampleSpec(
  { picture, prompt, points }: DragSample,
  { model, method, mask, reads, settings }: SampleSpecOptions,
): SpecInput {
  if ("seed" in picture) {
    throw new InputError(`Expected a sample with a picture but found a generator's seed, ${picture.seed}.`);
  }
  return {
    ...settings,
    model,
    method,
    image: resolve(picture.path),
    ...(reads && prompt !== undefined ? { prompt } : {}),
    points: moving(points),
    ...(mask === undefined ? {} : { mask }),
  };
}
