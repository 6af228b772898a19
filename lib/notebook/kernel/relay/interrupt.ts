import { type InnerKernel } from "./inner_kernel.ts";
import { settles } from "./settles.ts";

/**
 * Code that holds the thread for so many milliseconds is cut off. Our choice: shorter, and a slow moment of the
 * machine would pass for such code; the kernel of Deno hangs for good where it is told to cut off code that waits.
 */
const PATIENCE = 1000;

/** So many milliseconds are given to a cell that should end, and to the prelude for collecting garbage. */
const MOMENT = 200;

/** So often garbage is collected: it takes more than once where a callback holds the cell still. */
const COLLECTIONS = 3;

/** So many milliseconds later, the kernel is taken to hang for good. Our choice. */
const LAST_MOMENT = 1500;

/**
 * How an interrupt ended: what waits was told; code was cut off, and whatever reads messages may be as well; or the
 * kernel hangs.
 */
export type InterruptOutcome = "told" | "cut" | "hangs";

/**
 * Interrupts what the kernel executes: awaits and loops of cells throw. Code elsewhere that does not come to an end
 * is cut off; where a cell waited for it, the promise of the cell's end is collected, by which V8 notices.
 *
 * @param cell settles when the cell that runs has ended; undefined where none runs.
 */
export async function interrupt(
  inner: InnerKernel,
  cell: Promise<void> | undefined,
): Promise<InterruptOutcome> {
  const cut = !await settles(inner.prelude.interrupt(), PATIENCE);
  if (cut) await settles(inner.request("control", "interrupt_request", {}), PATIENCE);
  if (!cell) return cut ? "cut" : "told";
  if (!cut && await settles(cell, MOMENT)) return "told";
  for (let i = 0; i < COLLECTIONS; i++) {
    await settles(inner.prelude.ask("collect"), MOMENT);
    if (await settles(cell, MOMENT)) return cut ? "cut" : "told";
  }
  // A cell that was told may go on.
  if (!cut) return "told";
  return await settles(cell, LAST_MOMENT) ? "cut" : "hangs";
}
