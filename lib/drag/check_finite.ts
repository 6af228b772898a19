import { notFinite } from "../not_finite.ts";
import { type StepLine } from "./record.ts";

/**
 * Stops a drag whose numbers are none any more.
 *
 * @param numbers what is looked at, by what a message calls it.
 * @throws {Error} naming the first that is infinite or NaN.
 */
export function checkFinite(
  { step }: Pick<StepLine, "step">,
  numbers: Readonly<Record<string, ArrayLike<number> | undefined>>,
): void {
  for (const [name, values = []] of Object.entries(numbers)) {
    const odd = notFinite(values);
    if (odd === undefined) continue;
    const hint = step > 0
      ? "; try a smaller lr"
      : "; weights of the model, the latent or an option may be broken";
    throw new Error(`The ${name} became ${odd} at step ${step}${hint}.`);
  }
}
