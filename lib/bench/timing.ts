/** A piece of work to be timed. */
export type Work = () => Promise<unknown>;

/**
 * Seconds that each piece of work takes: the best of `rounds`, in which all take turns, so that a busy moment of
 * the machine hits none of them alone. Each runs once before to warm up.
 */
export async function bestSeconds(works: readonly Work[], rounds: number): Promise<number[]> {
  const best = works.map(() => Infinity);
  for (const work of works) await work();
  for (let round = 0; round < rounds; round++) {
    for (const [i, work] of works.entries()) {
      const start = performance.now();
      await work();
      best[i] = Math.min(best[i]!, (performance.now() - start) / 1000);
    }
  }
  return best;
}
