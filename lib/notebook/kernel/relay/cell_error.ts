import { type JsonObject } from "../../protocol/message.ts";

const errorContent = (ename: string, evalue: string): JsonObject => ({
  ename,
  evalue,
  traceback: [`${ename}: ${evalue}`],
});

/** Whether a reply of Deno's kernel says that a cell has failed, and nothing was shown for it. */
export const failedSilently = ({ status, evalue, traceback }: JsonObject): boolean =>
  status === "error" && evalue === "Execution failed" && Array.isArray(traceback) && traceback.length === 0;

/**
 * The error to show for a cell for which Deno's kernel shows none: it was cut off, or is no code.
 *
 * @param interrupted whether the cell was interrupted.
 * @param syntaxError what our parser found wrong with it.
 */
export function errorOfSilence(interrupted: boolean, syntaxError: string | undefined): JsonObject {
  if (interrupted) return errorContent("Interrupted", "The cell was interrupted.");
  if (syntaxError !== undefined) return errorContent("SyntaxError", syntaxError);
  return errorContent("Error", "Deno could not execute the cell.");
}

/** The error to show for a cell with which the kernel of Deno was ended. */
export const errorOfRestart = (): JsonObject =>
  errorContent(
    "Interrupted",
    "The cell's code could not be interrupted, so the kernel was started again: its variables are gone.",
  );
