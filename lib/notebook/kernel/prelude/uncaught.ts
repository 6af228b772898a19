import { denoJupyter } from "./deno_jupyter.ts";
import { Interrupted } from "./interruption.ts";

/** An error as a cell shows it. */
function errorContent(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { ename: "Error", evalue: String(error), traceback: [String(error)] };
  const { name, message, stack } = error;
  return { ename: name, evalue: message, traceback: (stack ?? `${name}: ${message}`).split("\n") };
}

/** Shows an error in the cell that runs, or ran last; that of an interrupt is told elsewhere. */
export function showError(error: unknown): void {
  if (!(error instanceof Interrupted)) denoJupyter().broadcast("error", errorContent(error));
}

/** Shows errors and rejections that nobody handles, which the kernel of Deno swallows or stops at. */
export function showUncaught(): void {
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    showError(event.reason);
  });
  addEventListener("error", (event) => {
    event.preventDefault();
    showError(event.error);
  });
}
