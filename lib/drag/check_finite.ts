import { notFinite } from "../not_finite.ts";

/**
 * Stops a drag, or what tracks, whose numbers are none any more.
 *
 * @param where such as "at step 3", for the message.
 * @param numbers what is looked at, by what a message calls it.
 * @throws {Error} naming the first that is infinite or NaN.
 */
export function checkFinite(
  where: string,
  numbers: Readonly<Record<string, ArrayLike<number> | undefined>>,
): void {
  for (const [name, values = []] of Object.entries(numbers)) {
    const odd = notFinite(values);
    if (odd !== undefined) throw new Error(`The ${name} became ${odd} ${where}.`);
  }
}
