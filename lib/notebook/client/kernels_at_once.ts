/** Available memory for each kernel. Our choice: a drag with its model takes about half of it. */
const MEMORY = 2 ** 31;

/** What kernels share. */
export interface Machine {
  /** Number of processor cores. */
  readonly cores: number;
  /** Memory that is available [bytes]. */
  readonly memory: number;
}

/** How many kernels may run at once: one for each core and for each 2 GiB of available memory, at least one. */
export const kernelsAtOnce = ({ cores, memory }: Machine): number =>
  Math.max(1, Math.min(cores, Math.floor(memory / MEMORY)));
