import assert from "node:assert/strict";
import { FILTER_SOLVERS, learnFilterBy } from "../../lib/drag/tracking/learn_filter.ts";
import { type FilterSolverName } from "../../lib/drag/tracking/learn_filter.ts";
import { seededNormal } from "../../lib/random.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { float32 } from "../../lib/tensor.ts";
import { normalTensor } from "../normal_tensor.ts";
import { exactFilter } from "./tracking/solve.ts";

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
const exact = exactFilter(rowsOfX, labels, weights, template, RIDGE);

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
  assert(apart(await learned("ridge"), exact) < 1e-5);
});

Deno.test("Gauss–Newton and Adam walk to the same minimum", async () => {
  assert(apart(await learned("gauss-newton", 200), exact) < 1e-3);
  assert(apart(await learned("adam", 400), exact) < 0.1);
});

Deno.test("every solver starts at the template feature and moves towards the minimum", async () => {
  for (const name of Object.keys(FILTER_SOLVERS) as FilterSolverName[]) {
    const after = apart(await learned(name), exact);
    assert(after < apart(template, exact), `${name}: ${after}`);
  }
});

Deno.test("a filter is learned exactly by default, and by no solver that there is not", async () => {
  const [samples, template] = [normalTensor([2, 5, 3], 1), normalTensor([2, 3], 2)];
  const [labels, weights] = [normalTensor([2, 5], 3), float32([2, 5], new Float32Array(10).fill(1))];
  const by = learnFilterBy({ filterSolver: "ridge", ridge: 1e-3 });
  const given = [samples, labels, weights, template] as const;
  assert.deepEqual(await learnFilterBy().run(...given), await by.run(...given));
  const unknown = { filterSolver: "x" as keyof typeof FILTER_SOLVERS };
  await assert.rejects(
    learnFilterBy(unknown).run(...given),
    /filterSolver to be one of ridge, .* but found "x"/,
  );
});
