import { InputError } from "../errors.ts";
import { seededUniform } from "../random.ts";

/** A number with the interval in which it would lie for other samples. */
export interface Interval {
  /** Of the sample itself. */
  readonly value: number;
  /** Lower end. */
  readonly low: number;
  /** Upper end. */
  readonly high: number;
}

/** Options of {@linkcode bootstrap}. */
export interface BootstrapOptions {
  /** How often the sample is drawn anew (default 10,000). */
  readonly resamples?: number;
  /** Share of the resamples inside the interval (default 0.95). */
  readonly level?: number;
  /** Seed of the draws (default 0). */
  readonly seed?: number;
}

/** The mean of numbers; NaN of none. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, v) => sum + v, 0) / values.length;

/** The quantile of sorted numbers between its neighbours, as NumPy computes it by default. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return low + (place - Math.floor(place)) * (high - low);
}

function checked(rows: readonly unknown[], resamples: number, level: number): void {
  if (rows.length === 0) throw new InputError("Expected at least one row to resample but found none.");
  if (!Number.isInteger(resamples) || resamples < 1) {
    throw new InputError(`Expected resamples as a whole number from 1 but found ${resamples}.`);
  }
  if (!(level > 0 && level < 1)) throw new InputError(`Expected level between 0 and 1 but found ${level}.`);
}

/**
 * The percentile bootstrap of Efron: the sample is drawn anew from its rows, with replacement, and the interval spans
 * the middle of what the statistic comes to. Equal seeds give equal intervals.
 *
 * A row is what was drawn independently: for two methods on the same pictures one row holds both numbers, so that their
 * difference or quotient keeps its pairs.
 *
 * @param statistic of as many rows; it must not keep the array, which is filled anew. For a mean, `mean`.
 * @throws {InputError} when there are no rows, an option is out of range, or the statistic is no finite number.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { bootstrap, mean } from "./bootstrap.ts";
 * const { value, low, high } = bootstrap([1, 2, 3, 4, 5], mean);
 * assert(low < value && value === 3 && value < high);
 * ```
 */
export function bootstrap<T>(
  rows: readonly T[],
  statistic: (sample: readonly T[]) => number,
  { resamples = 10_000, level = 0.95, seed = 0 }: BootstrapOptions = {},
): Interval {
  checked(rows, resamples, level);
  const finite = (value: number): number => {
    if (Number.isFinite(value)) return value;
    throw new InputError(`Expected a statistic of finite numbers but found ${value}.`);
  };
  const uniform = seededUniform(seed);
  const sample = [...rows];
  const values = Float64Array.from({ length: resamples }, () => {
    for (let i = 0; i < sample.length; i++) sample[i] = rows[Math.floor(uniform() * rows.length)]!;
    return finite(statistic(sample));
  }).sort();
  const tail = (1 - level) / 2;
  return { value: finite(statistic(rows)), low: quantile(values, tail), high: quantile(values, 1 - tail) };
}
