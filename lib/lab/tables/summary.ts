import { bootstrap, type Interval, mean } from "../../metrics/bootstrap.ts";
import { type Quantity } from "../measure.ts";
import { type Row } from "../run/row.ts";

/** The rows that are alike in one column. */
export interface Group {
  /** What they share. */
  readonly label: string;
  /** In the order of the results. */
  readonly rows: readonly Row[];
}

/** The rows by the text in a column, in the order of its first appearance. */
export function groupsBy(rows: readonly Row[], column: string): Group[] {
  const groups = Map.groupBy(rows, (row) => String(row[column] ?? ""));
  return [...groups].map(([label, members]) => ({ label, rows: members }));
}

/** The numbers of a column, without the rows that have none. */
export const numbersOf = (rows: readonly Row[], column: string): number[] =>
  rows.map((row) => row[column]).filter((value) => typeof value === "number");

/** The mean of a quantity over rows with its bootstrap 95 % interval; null where no row has it. */
export function intervalOf(rows: readonly Row[], { name }: Quantity): Interval | null {
  const values = numbersOf(rows, name);
  return values.length === 0 ? null : bootstrap(values, mean);
}
