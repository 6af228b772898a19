import { type TextTable } from "../lab/tables/text_table.ts";

/** JSON on one line with spaces, at which tables can break it. */
const inWords = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value, undefined, 1).replaceAll(/\n\s*/g, " ");

/** A table of names and values; what is not said (`undefined`) is left out, and what is no text is written as JSON. */
export const factsTable = (facts: Readonly<Record<string, unknown>>): TextTable => ({
  head: ["how it was made", ""],
  rows: Object.entries(facts).flatMap(([name, value]) => value === undefined ? [] : [[name, inWords(value)]]),
  right: [],
});
