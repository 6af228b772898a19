import { type Generator } from "../../generators/generator.ts";
import { CONFIDENCE_SCORES } from "../confidence/mod.ts";
import { type Method } from "../method.ts";
import { confidenceSwitch } from "../supervision/confidence_switch.ts";
import { learnedFilter } from "../tracking/learned_filter.ts";
import { commonNumbers, lookUp, radiusWithin } from "./common.ts";
import { type MethodOptions } from "./options.ts";

/**
 * StableDrag: a filter per handle learned once against its background, its response summed with the feature
 * difference, and the template feature as supervisor where the tracker is not confident. There is no code of its
 * authors; what the paper leaves open is our choice, said at each of the options.
 *
 * @throws {InputError} when the generator has no such feature block or latent space.
 */
export function stabledrag(generator: Generator, options: MethodOptions = {}): Method {
  const numbers = commonNumbers(generator, options);
  return {
    name: "stabledrag",
    tracker: learnedFilter({
      lambdaTrack: options.lambdaTrack ?? 0.5,
      sigma: options.sigma ?? 1.25,
      sampleRadius: radiusWithin(generator, "sampleRadius", options.sampleRadius ?? 5 * numbers.r2),
      filterSolver: options.filterSolver ?? "ridge",
      ridge: options.ridge ?? 1e-3,
      trackNorm: options.trackNorm ?? "l1",
    }),
    confidence: lookUp(CONFIDENCE_SCORES, options.confidence ?? "relative-peak", "confidence"),
    supervision: confidenceSwitch(options.tau ?? 0.5),
    ...numbers,
  };
}
