import { InputError } from "../errors.ts";

/** How axes of charts are labelled. */
export const AXIS = { labelAnchor: "center", labelArrow: "none" } as const;

/** What means are of. */
export const EACH = "#8a8a8a";

/** Grid lines. */
export const GRID = { stroke: "#000", strokeOpacity: 0.1 };

/**
 * The range of an axis that shows all values, with a little room; from 0 where asked, or where the least value is
 * near to it. `[0, 1]` without values.
 */
export function rangeOf(values: readonly number[], fromZero = false): [number, number] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [0, 1];
  const [least, most] = finite.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity]);
  const room = 0.06 * (most - least) || 0.1 * Math.abs(most) || 1;
  const isNearZero = least >= 0 && least < 0.35 * most;
  return [
    fromZero || isNearZero ? Math.min(0, least) : least - room,
    fromZero ? Math.max(0, most + room) : most + room,
  ];
}

/**
 * How an axis of a range writes its ticks: `1.2e+6` where numbers are so large or small that they would not fit beside it,
 * else as Plot does.
 */
export function ticksOf(range: readonly [number, number]): { tickFormat?: (value: number) => string } {
  const most = Math.max(...range.map(Math.abs));
  if (most < 1e5 && most >= 1e-3) return {};
  return { tickFormat: (value) => value === 0 ? "0" : Number(value.toPrecision(3)).toExponential() };
}

/** The means of one quantity. */
export interface LabelledMeans {
  /** What messages call it. */
  readonly label: string;
  /** One for each row. */
  readonly means: readonly unknown[];
}

/**
 * Refuses what cannot be drawn as panels of means with intervals.
 *
 * @param rows the settings or methods; each panel has a mean for each of them.
 * @throws {InputError} when there is no row or no panel, or a panel has another number of means.
 */
export function checkMeans(rows: readonly unknown[], panels: readonly LabelledMeans[]): void {
  if (rows.length === 0 || panels.length === 0) {
    throw new InputError(
      `Expected something to compare and a quantity but found ${rows.length} and ${panels.length} of them.`,
    );
  }
  const odd = panels.find(({ means }) => means.length !== rows.length);
  if (odd) {
    throw new InputError(
      `Expected ${rows.length} means of ${JSON.stringify(odd.label)} but found ${odd.means.length}.`,
    );
  }
}
