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

/**
 * Interrupts what the kernel executes: awaits and loops of cells throw. Code elsewhere that does not come to an end
 * is cut off; where a cell waited for it, the promise of the cell's end is collected, by which V8 notices.
 *
 * @param cell settles when the cell that runs has ended; undefined where none runs.
 * @returns whether code was cut off: then whatever read messages may be as well.
 */
export async function interrupt(inner: InnerKernel, cell: Promise<void> | undefined): Promise<boolean> {
  const cut = !await settles(inner.prelude.interrupt(), PATIENCE);
  if (cut) await inner.request("control", "interrupt_request", {});
  if (!cell || !cut && await settles(cell, MOMENT)) return cut;
  for (let i = 0; i < COLLECTIONS; i++) {
    await settles(inner.prelude.ask("collect"), MOMENT);
    if (await settles(cell, MOMENT)) break;
  }
  return cut;
}
