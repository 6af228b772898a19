/** Solves A z = b by elimination with pivots, in double precision. */
export function solve(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const m = a.map((row, i) => [...row, b[i]!]);
  for (let i = 0; i < m.length; i++) {
    const pivot = m.slice(i).reduce(
      (best, row, k) => (Math.abs(row[i]!) > Math.abs(m[best]![i]!) ? i + k : best),
      i,
    );
    [m[i], m[pivot]] = [m[pivot]!, m[i]!];
    for (let j = 0; j < m.length; j++) {
      if (j === i) continue;
      const factor = m[j]![i]! / m[i]![i]!;
      m[j] = m[j]!.map((v, k) => v - factor * m[i]![k]!);
    }
  }
  return m.map((row, i) => row.at(-1)! / row[i]!);
}

/** a · b. */
export const inner = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((s, v, i) => s + v * b[i]!, 0);

/** The minimum of Σ weight (z · x − y)² / Σ weight + μ ‖z − z⁰‖², from the normal equations. */
export function exactFilter(
  xs: readonly (readonly number[])[],
  ys: readonly number[],
  weights: readonly number[],
  start: readonly number[],
  ridge: number,
): number[] {
  const share = 1 / weights.reduce((s, w) => s + w, 0);
  const mean = (f: (x: readonly number[], q: number) => number): number =>
    share * xs.reduce((s, x, q) => s + weights[q]! * f(x, q), 0);
  const a = start.map((_, i) => start.map((_, j) => mean((x) => x[i]! * x[j]!) + (i === j ? ridge : 0)));
  return solve(a, start.map((v, i) => mean((x, q) => x[i]! * ys[q]!) + ridge * v));
}

/** Largest difference of two lists. */
export const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, v, i) => {
    const d = Math.abs(v - b[i]!);
    return d <= most ? most : d;
  }, a.length === b.length ? 0 : Infinity);
