import { inFile, InputError } from "../errors.ts";
import { METHOD_OPTIONS, type MethodOptions } from "../drag/methods/options.ts";
import { stabledrag } from "../drag/methods/stabledrag.ts";
import { checkSchema } from "../schema.ts";
import { type Ablation } from "./ablation.ts";

/**
 * Overrides that are known and in their ranges; TypeScript's word is not enough, as programs run unchecked. Not
 * `trainableRows`, as a lab's model is open already.
 *
 * @throws {InputError} when one is not.
 */
function checked(overrides: MethodOptions): MethodOptions {
  const { tau, trainableRows } = overrides;
  if (trainableRows !== undefined) {
    throw new InputError(
      "Expected overrides of stabledrag's options but found trainableRows, which a model is opened with.",
    );
  }
  const input = {
    ...overrides,
    ...(tau === undefined ? {} : { tau: Number.isFinite(tau) ? tau : String(tau) }),
  };
  const place = `overrides of stabledrag's options ${JSON.stringify(input)}`;
  return inFile(place, () => checkSchema(METHOD_OPTIONS, input));
}

/** StableDrag with options in place of its defaults, by labels. */
export const overrides =
  (settings: Readonly<Record<string, MethodOptions>>): Ablation["settings"] => (generator) =>
    Object.entries(settings).map(([label, options]) => ({
      label,
      method: stabledrag(generator, checked(options)),
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
    method: stabledrag(generator, checked({ ...others, [option]: value })),
  }));
