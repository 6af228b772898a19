import { type SpecInput } from "../../drag/spec.ts";
import { type PointPair } from "../../drag/points.ts";
import { InputError } from "../../errors.ts";
import { type DragSample } from "../../datasets/sample.ts";

/** Fields of a SPEC that are the sample's or the experiment's own. */
const OWN = ["model", "image", "latent", "prompt", "points", "mask", "method"];

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
export const moving = (points: readonly PointPair[]): PointPair[] =>
  points.filter(({ handle, target }) => `${handle}` !== `${target}`);

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
    image: picture.path,
    ...(reads && prompt !== undefined ? { prompt } : {}),
    points: moving(points),
    ...(mask === undefined ? {} : { mask }),
  };
}
