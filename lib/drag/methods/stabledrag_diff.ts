import { type Generator } from "../../generators/generator.ts";
import { type TrackingMethod } from "../method.ts";
import { checkDiffusion, dragdiffusionNumbers } from "./diffusion_numbers.ts";
import { type MethodOptions } from "./options.ts";
import { STABLE_OPTIONS, stableParts } from "./stable_parts.ts";

/**
 * StableDrag on diffusion models: DragDiffusion with the very filter, confidence and supervision of
 * {@linkcode stabledrag}. There is no code of its authors; what the paper leaves open is our choice, said at each of the
 * options.
 *
 * @throws {InputError} when the generator is no diffusion model, has no such feature block or latent space, or an option
 * is without effect.
 */
export function stabledragDiff(generator: Generator, options: MethodOptions = {}): TrackingMethod {
  checkDiffusion("stabledrag-diff", generator, options, STABLE_OPTIONS);
  const numbers = dragdiffusionNumbers(generator, options);
  return { name: "stabledrag-diff", ...numbers, ...stableParts(generator, options, numbers) };
}
