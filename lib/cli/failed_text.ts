import { type ListedTask } from "../lab/run/manifest.ts";
import { rowInWords } from "../lab/run/row.ts";

/** How many of some tasks failed, for people, with the first of them and its reason, a sentence. */
export const failedText = (
  failed: number,
  total: number,
  { columns }: Pick<ListedTask, "columns">,
  reason: string,
): string =>
  `${failed} of ${total} tasks failed, the first of ${rowInWords(columns)}: ${reason} ` +
  "The same command runs them again.";
