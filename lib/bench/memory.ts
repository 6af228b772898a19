const MILLISECONDS = 5;

/**
 * Watches how much memory this process has in use, all its threads together.
 *
 * @returns what ends the watch and says the most that was in use, in bytes.
 */
export function watchMemory(): () => number {
  let peak = 0;
  const look = (): void => {
    peak = Math.max(peak, Deno.memoryUsage().rss);
  };
  const timer = setInterval(look, MILLISECONDS);
  return () => {
    clearInterval(timer);
    look();
    return peak;
  };
}
