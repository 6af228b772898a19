import { seededUniform } from "../random.ts";
import { type Interval } from "./table.ts";

const [RESAMPLES, SEED] = [2000, 0];
const TAIL = 0.025;

/**
 * The mean of numbers with its bootstrap 95 % interval: the percentiles of the means of 2000 resamples, with a fixed
 * seed. A single number is its own interval.
 *
 * @param values at least one.
 */
export function bootstrapMean(values: readonly number[]): Interval {
  const uniform = seededUniform(SEED);
  const n = values.length;
  const mean = (of: (i: number) => number): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += of(i);
    return sum / n;
  };
  const resampled = (): number => mean(() => values[Math.floor(uniform() * n)]!);
  const means = Float64Array.from({ length: RESAMPLES }, resampled).sort();
  const at = (share: number): number => means[Math.round(share * (RESAMPLES - 1))]!;
  return { mean: mean((i) => values[i]!), low: at(TAIL), high: at(1 - TAIL) };
}
