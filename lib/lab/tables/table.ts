import { type Interval } from "../../metrics/bootstrap.ts";

/** A cell of a table; null where there is nothing to say. */
export type Cell = string | number | Interval | null;

/** A column of a table. */
export interface TableColumn {
  /** In the .csv: small letters and _. */
  readonly name: string;
  /** In the .md, with the unit. */
  readonly label: string;
  /** Digits after the point of its numbers (default 0). */
  readonly digits?: number;
}

/** What is written as .csv and .md. */
export interface Table {
  /** From the left. */
  readonly columns: readonly TableColumn[];
  /** As many cells each as there are columns. */
  readonly rows: readonly (readonly Cell[])[];
}
