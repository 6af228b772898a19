import assert from "node:assert/strict";
import { FILTER_SOLVERS, learnFilterBy } from "../../lib/drag/tracking/learn_filter.ts";
import { type FilterSolverName } from "../../lib/drag/tracking/learn_filter.ts";
import { seededNormal } from "../../lib/random.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { float32 } from "../../lib/tensor.ts";

const [SAMPLES, CHANNELS, RIDGE] = [60, 8, 0.01];
const normal = seededNormal(11);
const rowsOfX = Array.from({ length: SAMPLES }, () => {
  const row = Array.from({ length: CHANNELS }, normal);
  const length = Math.hypot(...row);
  return row.map((v) => v / length);
});
const labels = Array.from({ length: SAMPLES }, (_, i) => Math.exp(-i / 4));
const weights: number[] = Array.from({ length: SAMPLES }, (_, i) => (i % 7 === 3 ? 0 : 1));
const template = rowsOfX[0]!;

/** Solves A z = b by elimination with pivots, in double precision. */
function solve(a: number[][], b: number[]): number[] {
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

/** The minimum of Σ w (z·x − y)² / Σ w + μ ‖z − z⁰‖² from the normal equations. */
function exactFilter(): number[] {
  const total = weights.reduce((s, w) => s + w, 0);
  const a = Array.from(
    { length: CHANNELS },
    (_, i) =>
      Array.from(
        { length: CHANNELS },
        (_, j) => rowsOfX.reduce((s, x, q) => s + (weights[q]! / total) * x[i]! * x[j]!, i === j ? RIDGE : 0),
      ),
  );
  const b = Array.from(
    { length: CHANNELS },
    (_, i) =>
      rowsOfX.reduce((s, x, q) => s + (weights[q]! / total) * x[i]! * labels[q]!, RIDGE * template[i]!),
  );
  return solve(a, b);
}

async function learned(filterSolver: FilterSolverName, iterations?: number): Promise<number[]> {
  await using runtime = await openRuntime({ provider: "cpu" });
  const learn = learnFilterBy({ filterSolver, ridge: RIDGE, ...(iterations ? { iterations } : {}) });
  const filter = await runtime.run(
    learn,
    float32([1, SAMPLES, CHANNELS], rowsOfX.flat()),
    float32([1, SAMPLES], labels),
    float32([1, SAMPLES], weights),
    float32([1, CHANNELS], template),
  );
  return Array.from(filter.data as Float32Array);
}

const apart = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot(...a.map((v, i) => v - b[i]!)) / Math.hypot(...b);

Deno.test("the ridge solver finds the exact minimum", async () => {
  assert(apart(await learned("ridge"), exactFilter()) < 1e-5);
});

Deno.test("Gauss–Newton and Adam walk to the same minimum", async () => {
  assert(apart(await learned("gauss-newton", 200), exactFilter()) < 1e-3);
  assert(apart(await learned("adam", 400), exactFilter()) < 0.1);
});

Deno.test("every solver starts at the template feature and moves towards the minimum", async () => {
  for (const name of Object.keys(FILTER_SOLVERS) as FilterSolverName[]) {
    const after = apart(await learned(name), exactFilter());
    assert(after < apart(template, exactFilter()), `${name}: ${after}`);
  }
});
