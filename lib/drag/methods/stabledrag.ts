import { type Generator } from "../../generators/generator.ts";
import { type TrackingMethod } from "../method.ts";
import { refuseOthers } from "./common.ts";
import { dragganNumbers } from "./draggan.ts";
import { type MethodOptions } from "./options.ts";
import { STABLE_OPTIONS, stableParts } from "./stable_parts.ts";

/**
 * StableDrag: DragGAN with a learned filter, confidence, and supervision by the template where the tracker is not
 * confident. There is no code of its authors; what the paper leaves open is our choice, said at each of the options.
 *
 * @throws {InputError} when the generator has no such feature block or latent space, or an option is without effect.
 */
export function stabledrag(generator: Generator, options: MethodOptions = {}): TrackingMethod {
  refuseOthers("stabledrag", options, STABLE_OPTIONS);
  const numbers = dragganNumbers(generator, options);
  return { name: "stabledrag", ...numbers, ...stableParts(generator, options, numbers) };
}
