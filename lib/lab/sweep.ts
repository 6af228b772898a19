import { InputError } from "../errors.ts";
import { type Generator } from "../generators/generator.ts";
import { type MethodOptions } from "../drag/methods/options.ts";
import { stabledrag } from "../drag/methods/stabledrag.ts";
import { type TrackingMethod } from "../drag/method.ts";
import { type Ablation } from "./ablation.ts";

/**
 * StableDrag with options in place of its defaults.
 *
 * @throws {InputError} when an option is none of stabledrag's or out of its range, or is trainableRows, as a lab's model is
 * open already.
 */
function stabledragWith(generator: Generator, options: MethodOptions): TrackingMethod {
  if (options.trainableRows !== undefined) {
    throw new InputError(
      "Expected overrides of stabledrag's options but found trainableRows, which a model is opened with.",
    );
  }
  return stabledrag(generator, options);
}

/** StableDrag with options in place of its defaults, by labels. */
export const overrides =
  (settings: Readonly<Record<string, MethodOptions>>): Ablation["settings"] => (generator) =>
    Object.entries(settings).map(([label, options]) => ({
      label,
      method: stabledragWith(generator, options),
    }));

/**
 * StableDrag with one of its options at each of some values, which are the labels.
 *
 * @param others further options, the same for all.
 */
export const sweep = <K extends keyof MethodOptions>(
  option: K,
  values: readonly NonNullable<MethodOptions[K]>[],
  others: MethodOptions = {},
): Ablation["settings"] =>
(generator) =>
  values.map((value) => ({
    label: String(value),
    ...(typeof value === "number" && Number.isFinite(value) ? { value } : {}),
    method: stabledragWith(generator, { ...others, [option]: value }),
  }));
