import { InputError } from "../errors.ts";
import { mean } from "./bootstrap.ts";

/** What was measured of a picture. */
export interface MeasuredPicture {
  /** What it is grouped by. */
  readonly category: string;
  /** A number for each pair of points, or one for the picture. */
  readonly values: readonly number[];
}

/** The averages that papers have of the same numbers, which are not the same. */
export interface Averages {
  /** Over all pairs, so that pictures with many pairs count more: what DragBench's program prints as its mean distance. */
  readonly perPair: number;
  /** Over pictures, of the mean over each one's pairs: RegionDrag's, and DragBench's for what there is one of a picture. */
  readonly perPicture: number;
  /** Over categories, of the mean over each one's pairs, so that all categories count the same. */
  readonly perCategory: number;
  /** Both other averages within each category, in the order in which they came. */
  readonly categories: ReadonlyMap<string, Pick<Averages, "perPair" | "perPicture">>;
}

/** What tables call each average. */
export const AVERAGE_LABELS = {
  perPair: "mean over pairs",
  perPicture: "mean over pictures",
  perCategory: "mean over categories",
} as const satisfies Record<Exclude<keyof Averages, "categories">, string>;

const within = (pictures: readonly MeasuredPicture[]): Pick<Averages, "perPair" | "perPicture"> => ({
  perPair: mean(pictures.flatMap(({ values }) => values)),
  perPicture: mean(pictures.map(({ values }) => mean(values))),
});

/**
 * Averages numbers over pairs of points, over pictures and over categories.
 *
 * @throws {InputError} when there are no pictures, or one has no number.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { averages } from "./averages.ts";
 * const { perPair, perPicture, perCategory } = averages([
 *   { category: "animals", values: [1, 3] },
 *   { category: "animals", values: [8] },
 *   { category: "art_work", values: [10] },
 * ]);
 * assert.deepEqual([perPair, perPicture, perCategory], [5.5, 20 / 3, 7]);
 * ```
 */
export function averages(pictures: readonly MeasuredPicture[]): Averages {
  if (pictures.length === 0 || pictures.some(({ values }) => values.length === 0)) {
    throw new InputError("Expected pictures with at least one number each but found none.");
  }
  const groups = Object.entries(Object.groupBy(pictures, ({ category }) => category));
  const categories = new Map(groups.map(([category, own]) => [category, within(own!)]));
  return {
    ...within(pictures),
    perCategory: mean([...categories.values()].map(({ perPair }) => perPair)),
    categories,
  };
}
