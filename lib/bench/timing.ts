/**
 * Seconds that a piece of work takes: the best of `rounds` in a row, after one to warm up.
 *
 * Works do not take turns: each session has threads of its own, which keep a core busy for some milliseconds after a
 * run and would slow down the next session's.
 */
export async function bestSeconds(work: () => Promise<unknown>, rounds: number): Promise<number> {
  await work();
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await work();
    best = Math.min(best, (performance.now() - start) / 1000);
  }
  return best;
}
