import { type Method } from "../drag/method.ts";
import { type Lab, type TaskResult } from "./experiment.ts";
import { type Row } from "./run/row.ts";
import { type Json } from "./run/json.ts";

/** A number that a measure finds, as tables and figures show it. */
export interface Quantity {
  /** Its column in the rows. */
  readonly name: string;
  /** In words, without the unit. */
  readonly label: string;
  /** Its unit, such as `px`; default none. */
  readonly unit?: string;
  /** Digits after the point in tables (default 0). */
  readonly digits?: number;
  /** Which is better, for readers; default neither. */
  readonly better?: "less" | "more";
  /** Whether figures show it (default true); tables show all. */
  readonly drawn?: boolean;
}

/** Measures a method, or no edit at all, on the pair of a seed. */
export type Measured = (method: Method | undefined, seed: number) => Promise<TaskResult>;

/** What is measured of a method: by value, so that any ablation or benchmark takes any measure. */
export interface Measure {
  /** What it is called. */
  readonly name: string;
  /** Higher whenever it measures something else under the same settings. */
  readonly version: number;
  /** All that its numbers depend on. */
  readonly settings: Readonly<Record<string, Json>>;
  /** The numbers in its rows. */
  readonly quantities: readonly Quantity[];
  /** What tables and figures take of a saved row, where something counts that was not measured; default: the row. */
  readonly counted?: (row: Row) => Row;
  /** How many pairs are measured where nobody says. */
  readonly pairs: number;
  /**
   * Makes it ready; the function it gives measures a method on the pair of a seed, or what is there before anything is
   * done where the method is `undefined`.
   */
  readonly open: (lab: Lab) => Measured;
}

/** Measures with what takes long to open, such as networks: it is opened when the first pair is measured, and kept. */
export function openedOnce(open: () => Promise<Measured>): Measured {
  let opened: Promise<Measured> | undefined;
  return async (method, seed) => {
    opened ??= open();
    return await (await opened)(method, seed);
  };
}

/** A quantity with its unit, as headings have it: `distance left [px]`. */
export const headingOf = ({ label, unit }: Quantity): string => (unit ? `${label} [${unit}]` : label);
