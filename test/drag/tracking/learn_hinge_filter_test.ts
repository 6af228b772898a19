import assert from "node:assert/strict";
import { learnHingeFilterBy } from "../../../lib/drag/tracking/learn_hinge_filter.ts";
import { seededNormal, seededUniform } from "../../../lib/random.ts";
import { openRuntime, type Runtime } from "../../../lib/runtime/runtime.ts";
import { float32 } from "../../../lib/tensor.ts";
import { apart, exactFilter, inner } from "./solve.ts";

const [SAMPLES, CHANNELS, RIDGE] = [40, 6, 0.01];
const [normal, uniform] = [seededNormal(3), seededUniform(4)];
const xs = Array.from({ length: SAMPLES }, () => {
  const row = Array.from({ length: CHANNELS }, normal);
  return row.map((v) => v / Math.hypot(...row));
});
const labels = xs.map((_, q) => Math.exp(-q / 3));
const weights: number[] = xs.map((_, q) => (q % 5 === 2 ? 0 : 1));
const mask = xs.map((_, q) => (q < 4 ? 1 : q < 10 ? uniform() : 0));
const start = xs[0]!;
const total = weights.reduce((s, w) => s + w, 0);

/** a(s): the score where it counts, more of it above 0 than below. */
const activated = (s: number, m: number): number => ((1 + m) / 2) * s + ((1 - m) / 2) * Math.abs(s);

function objective(z: readonly number[], masked: readonly number[]): number {
  const data = xs.reduce((sum, x, q) => {
    const residual = activated(inner(x, z), masked[q]!) - labels[q]!;
    return sum + (weights[q]! / total) * residual * residual;
  }, 0);
  return data + RIDGE * z.reduce((sum, v, i) => sum + (v - start[i]!) ** 2, 0);
}

/** Half the gradient of the objective, by central differences. */
const halfGradient = (z: readonly number[], masked: readonly number[]): number[] =>
  z.map((_, i) => {
    const moved = (by: number): number[] => z.map((v, j) => (i === j ? v + by : v));
    return (objective(moved(1e-5), masked) - objective(moved(-1e-5), masked)) / 4e-5;
  });

/** Steepest descent on the objective with the step length of its linearised residual. */
function descended(iterations: number): number[] {
  let z = [...start];
  for (let i = 0; i < iterations; i++) {
    const g = halfGradient(z, mask);
    const energy = inner(g, g);
    const curvature = xs.reduce((sum, x, q) => {
      const slope = (1 + mask[q]!) / 2 + ((1 - mask[q]!) / 2) * Math.sign(inner(x, z));
      return sum + (weights[q]! / total) * (slope * inner(x, g)) ** 2;
    }, RIDGE * energy);
    z = z.map((v, c) => v - (energy / curvature) * g[c]!);
  }
  return z;
}

async function learned(runtime: Runtime, masked: readonly number[], iterations: number): Promise<number[]> {
  const filter = await runtime.run(
    learnHingeFilterBy({ ridge: RIDGE, iterations }),
    float32([1, SAMPLES, CHANNELS], xs.flat()),
    float32([1, SAMPLES], labels),
    float32([1, SAMPLES], masked),
    float32([1, SAMPLES], weights),
    float32([1, CHANNELS], start),
  );
  return Array.from(filter.data as Float32Array);
}

Deno.test("the hinge filter goes down the gradient of its objective, by finite differences", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  for (const iterations of [1, 3, 10]) {
    const far = apart(await learned(runtime, mask, iterations), descended(iterations));
    assert(far < 1e-4, `${iterations} iterations: ${far}`);
  }
});

Deno.test("the hinge filter comes to a minimum, which is lower than the start", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const losses: number[] = [];
  for (const iterations of [1, 2, 5, 10, 100]) {
    losses.push(objective(await learned(runtime, mask, iterations), mask));
  }
  assert(losses.every((loss, i) => loss < (losses[i - 1] ?? objective(start, mask)) + 1e-7), `${losses}`);
  const end = await learned(runtime, mask, 100);
  assert(Math.hypot(...halfGradient(end, mask)) < 1e-4);
});

Deno.test("with a mask of 1 everywhere the hinge filter is the ridge regression", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const ones = mask.map(() => 1);
  const exact = exactFilter(xs, labels, weights, start, RIDGE);
  assert(apart(await learned(runtime, ones, 200), exact) < 1e-4);
});
