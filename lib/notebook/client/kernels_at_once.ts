/** Available memory for each kernel. Our choice: the demo's drags, with model and detectors, take 0.9 GiB. */
const MEMORY = 2 ** 31;

/** What kernels share. */
export interface Machine {
  /** Number of processor cores. */
  readonly cores: number;
  /** Memory that is available [bytes]. */
  readonly memory: number;
}

/**
 * How many kernels may run at once: one for each core and for each 2 GiB of available memory, at least one.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { kernelsAtOnce } from "./kernels_at_once.ts";
 * assert.equal(kernelsAtOnce({ cores: 8, memory: 7e9 }), 3);
 * ```
 */
export const kernelsAtOnce = ({ cores, memory }: Machine): number =>
  Math.max(1, Math.min(cores, Math.floor(memory / MEMORY)));
