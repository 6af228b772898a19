import { type KernelOutput, type LivePlace } from "./output.ts";

/** Writes text as it is. */
export type Write = (text: string) => void;

/** Milliseconds between two lines of a display that changes, and between two changes of a line on a terminal. */
const [LINES, TERMINAL] = [10_000, 200];
/** Goes to the start of the line and empties it. */
const ANEW = "\r\x1b[K";

const firstLine = (text: string): string => text.split("\n", 1)[0]!;

function lineOnTerminal(write: Write): LivePlace {
  return {
    put: (bundle, isLast) => {
      const text = bundle["text/plain"];
      write(isLast ? `${ANEW}${text}\n` : `${ANEW}${firstLine(text)}`);
      return Promise.resolve();
    },
  };
}

function lineByLine(write: Write): LivePlace {
  return {
    put: (bundle, isLast) => {
      const text = bundle["text/plain"];
      write(`${isLast ? text : firstLine(text)}\n`);
      return Promise.resolve();
    },
  };
}

/**
 * Displays outside of Jupyter, as plain text.
 *
 * @param isTerminal whether what changes may do so in place; else it becomes a line now and then.
 */
export const textOutput = (write: Write, isTerminal: boolean): KernelOutput => ({
  interval: isTerminal ? TERMINAL : LINES,
  show: (bundle) => Promise.resolve(write(`${bundle["text/plain"]}\n`)),
  open: () => (isTerminal ? lineOnTerminal(write) : lineByLine(write)),
});
