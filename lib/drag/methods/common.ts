import { InputError } from "../../errors.ts";
import { type Generator, gridOf } from "../../generators/generator.ts";
import { longerSide } from "../../generators/size.ts";
import { lookUp } from "../../look_up.ts";
import { type MethodNumbers } from "../method.ts";
import { checkOptions } from "./check_options.ts";
import { type MethodOptions } from "./options.ts";

/** What every method uses; `trainableRows` where its model is opened. */
const SHARED_OPTIONS: readonly (keyof MethodOptions)[] = [
  "lr",
  "lambdaMask",
  "lambdaLatent",
  "latentSpace",
  "trainableRows",
  "stopDistance",
];

/** What every method that finds its handles again uses, beside its tracker. */
export const SEARCH_OPTIONS: readonly (keyof MethodOptions)[] = ["r1", "r2", "featureBlock"];

/**
 * A radius in pixels that the picture, or the grid that methods work on, can hold.
 *
 * @throws {InputError} when it is larger.
 */
export function radiusWithin(generator: Generator, name: string, radius: number): number {
  const side = longerSide(gridOf(generator));
  if (radius <= side) return radius;
  throw new InputError(
    `Expected ${name} up to the ${side} pixels of the ${
      generator.grid ? "grid" : "picture"
    } but found ${radius}.`,
  );
}

/** What is said of an option that changes nothing, so that a misplaced one is not taken for an ablation. */
export const withoutEffect = (owner: string, option: string): InputError =>
  new InputError(`Expected options of ${owner} but found ${option}, which has no effect there.`);

/**
 * Refuses options that a method has no use for, or whose values are out of their ranges.
 *
 * @param used the options that it uses, beside those that every method does.
 * @throws {InputError} when there is one.
 */
export function refuseOthers(
  method: string,
  options: MethodOptions,
  used: readonly (keyof MethodOptions)[],
): void {
  const known: readonly string[] = [...SHARED_OPTIONS, ...used];
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined && !known.includes(name)) throw withoutEffect(method, name);
  }
  checkOptions(method, options);
}

/**
 * The numbers that all methods share, from the options or by default.
 *
 * @param defaults what the method has where the options say nothing.
 * @throws {InputError} when the generator has no such latent space.
 */
export function sharedNumbers(
  generator: Generator,
  options: MethodOptions,
  { lambdaMask, ...defaults }: Pick<MethodNumbers, "lambdaMask" | "maskMean" | "featureBlock">,
): Omit<MethodNumbers, "name"> {
  const latentSpace = options.latentSpace ?? Object.keys(generator.spaces)[0]!;
  const space = lookUp(generator.spaces, latentSpace, "latentSpace");
  return {
    lr: options.lr ?? space.learningRate,
    lambdaMask: options.lambdaMask ?? lambdaMask,
    lambdaLatent: options.lambdaLatent ?? 0,
    latentSpace,
    ...defaults,
  };
}
