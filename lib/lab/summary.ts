import { type Quantity } from "./measure.ts";
import { type Row } from "./row.ts";
import { type Interval } from "./table.ts";

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

/** Mean and interval of numbers, the same whenever it is asked. */
export type IntervalOf = (values: readonly number[]) => Interval;

/** Mean and interval of a quantity over rows; null where no row has it. */
export function intervalOf(rows: readonly Row[], { name }: Quantity, interval: IntervalOf): Interval | null {
  const values = numbersOf(rows, name);
  return values.length === 0 ? null : interval(values);
}
