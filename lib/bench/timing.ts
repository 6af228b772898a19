/** How long a piece of work is timed: until both are reached. */
export interface TimingEffort {
  /** Runs at least. */
  readonly rounds: number;
  /** Seconds at least, so that short works run often. */
  readonly seconds: number;
}

/**
 * Seconds that a piece of work takes: the best of several runs in a row, after one to warm up.
 *
 * Works do not take turns: each session has threads of its own, which keep a core busy for some milliseconds after a
 * run and would slow down the next session's.
 */
export async function bestSeconds(
  work: () => Promise<unknown>,
  { rounds, seconds }: TimingEffort,
): Promise<number> {
  await work();
  let best = Infinity;
  let spent = 0;
  for (let round = 0; round < rounds || spent < seconds; round++) {
    const start = performance.now();
    await work();
    const took = (performance.now() - start) / 1000;
    best = Math.min(best, took);
    spent += took;
  }
  return best;
}
