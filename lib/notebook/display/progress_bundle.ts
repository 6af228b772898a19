import { duration } from "../../duration.ts";
import { type MimeBundle } from "./displayable.ts";
import { html } from "./html.ts";

/** How far something is. */
export interface ProgressState {
  /** What it is. */
  readonly label: string;
  /** How many of its parts are done. */
  readonly done: number;
  /** How many of these were done before it began (default 0). */
  readonly before?: number;
  /** How many parts failed, and will not be done (default 0). */
  readonly failed?: number;
  /** How many parts there are; absent where nobody knows. */
  readonly total?: number | undefined;
  /** Since it began. */
  readonly seconds: number;
  /** The latest words about it (default: none). */
  readonly text?: string | undefined;
}

const BAR = 20;

const bar = (share: number): string => {
  const filled = Math.round(BAR * share);
  return `${"█".repeat(filled)}${"░".repeat(BAR - filled)}`;
};

/** `24 s, 36 s to go`, from the mean of what was done or failed. */
function times({ done, before = 0, failed = 0, total, seconds }: ProgressState): string {
  const ended = done + failed;
  if (total === undefined || ended === before || ended >= total) return duration(seconds);
  return `${duration(seconds)}, ${duration((seconds / (ended - before)) * (total - ended))} to go`;
}

const count = (
  { done, total }: ProgressState,
): string => (total === undefined ? `${done}` : `${done}/${total}`);

/** Something that is underway: a bar where the total is known, how much is done, and how long the rest will take. */
export function underway(state: ProgressState): MimeBundle {
  const { label, done, total, text } = state;
  const words = `${count(state)}, ${times(state)}`;
  const head = total ? `${label} ${bar(Math.min(1, done / total))} ${words}` : `${label} ${words}`;
  const meter = { value: `${done}`, max: `${total}` };
  return {
    "text/plain": text ? `${head}: ${text}` : head,
    "text/html": html((make) => [
      make("b", {}, label),
      " ",
      ...(total ? [make("progress", meter), " "] : []),
      text ? `${words}: ${text}` : words,
    ]),
  };
}

/** Something that ended: a line of text, which is what stays in a notebook. */
export function ended(state: ProgressState, isDone: boolean): MimeBundle {
  const { label, done, total, seconds, text } = state;
  const all = total === undefined ? `${done}` : `${done} of ${total}`;
  const words = isDone ? `${all} in ${duration(seconds)}` : `stopped after ${all}, ${duration(seconds)}`;
  return { "text/plain": `${label}: ${words}${text ? `; ${text}` : ""}` };
}
