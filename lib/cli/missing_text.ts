import { type ListedTask } from "../lab/run/manifest.ts";
import { rowInWords } from "../lab/run/row.ts";

/** What tasks are missing, for people. */
export const missingText = (missing: readonly ListedTask[]): string =>
  `${missing.length} ${missing.length === 1 ? "task has" : "tasks have"} no result yet, such as ${
    rowInWords(missing[0]!.columns)
  }`;
