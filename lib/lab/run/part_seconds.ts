import { type Row } from "./row.ts";

/** What the names of the columns of times end with. */
export const PART_SUFFIX = "_seconds";

/** Seconds of the parts of a task by the names of their columns. */
export const secondsColumns = (seconds: Readonly<Record<string, number>>): Row =>
  Object.fromEntries(Object.entries(seconds).map(([part, value]) => [`${part}${PART_SUFFIX}`, value]));

/** The parts of a row whose columns end with {@linkcode PART_SUFFIX}, by their names; those that have no time are left out. */
export const secondsIn = (row: Row): Record<string, number> =>
  Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) =>
      name.endsWith(PART_SUFFIX) && typeof value === "number"
        ? [[name.slice(0, -PART_SUFFIX.length), value]]
        : []
    ),
  );
