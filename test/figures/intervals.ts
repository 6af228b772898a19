import { type Interval } from "../../lib/metrics/bootstrap.ts";
import { seededNormal } from "../../lib/random.ts";

/** A mean with an interval that is made up. */
export const around = (value: number, half: number): Interval => ({
  value,
  low: value - half,
  high: value + half,
});

/** Values of some pairs around means, each pair with an offset of its own. */
export function pairsAround(means: readonly number[], pairs: number, spread: number): number[][] {
  const normal = seededNormal(5);
  return Array.from({ length: pairs }, () => {
    const offset = spread * normal();
    return means.map((mean) => mean + offset + 0.3 * spread * normal());
  });
}
