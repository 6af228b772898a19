import assert from "node:assert/strict";
import { correlationFilter } from "../../../lib/drag/tracking/correlation_filter.ts";
import { correlationResponseBy } from "../../../lib/drag/tracking/correlation_response.ts";
import { dft, inverseDft } from "../../../lib/drag/tracking/dft.ts";
import { learnCorrelationFilter } from "../../../lib/drag/tracking/learn_correlation_filter.ts";
import { InputError } from "../../../lib/errors.ts";
import { type Symbolic } from "../../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { normalTensor } from "../../normal_tensor.ts";
import { apart, inner, solve } from "./solve.ts";
import { scoresOf } from "./still.ts";

const [C, K, RIDGE] = [2, 5, 0.05];
const at = (x: number, y: number): number => (((y % K) + K) % K) * K + (((x % K) + K) % K);
const places = Array.from({ length: K * K }, (_, i) => [i % K, Math.floor(i / K)] as const);

/** The cyclic shifts of a patch [C, k, k], one row per shift: what a filter is multiplied with to give its response. */
const shifts = (patch: ArrayLike<number>): number[][] =>
  places.map(([dx, dy]) =>
    Array.from({ length: C }, (_, c) => places.map(([x, y]) => patch[c * K * K + at(x + dx, y + dy)]!)).flat()
  );

/** The filter by the normal equations on all cyclic shifts; λ is a part of the mean energy of a frequency. */
function exact(patch: ArrayLike<number>, label: ArrayLike<number>): number[] {
  const rows = shifts(patch);
  const level = RIDGE * Array.from(patch).reduce((s, v) => s + v * v, 0);
  const columns = rows[0]!.map((_, i) => rows.map((row) => row[i]!));
  const gram = columns.map((a, i) => columns.map((b, j) => inner(a, b) + (i === j ? level : 0)));
  return solve(gram, columns.map((a) => inner(a, Array.from(label))));
}

Deno.test("the correlation filter is the ridge regression on all cyclic shifts of its patch", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const [patch, label] = [normalTensor([2, C, K, K], 1), normalTensor([2, K, K], 2)];
  const later = normalTensor([2, C, K, K], 3);
  const f = (a: Symbolic, y: Symbolic, b: Symbolic): Symbolic =>
    correlationResponseBy(RIDGE)(b, learnCorrelationFilter(a, y));
  const { data } = await runtime.run(f, patch, label, later);
  const expected = [0, 1].flatMap((n) => {
    const of = (values: ArrayLike<number>, size: number): number[] =>
      Array.from(values).slice(n * size, (n + 1) * size);
    const filter = exact(of(patch.data, C * K * K), of(label.data, K * K));
    return shifts(of(later.data, C * K * K)).map((row) => inner(row, filter));
  });
  assert(apart(data as Float32Array, expected) < 1e-5, `${apart(data as Float32Array, expected)}`);
});

Deno.test("the Fourier transform is the sum of its definition, and its inverse goes back", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  for (const side of [1, 4, 25]) {
    const x = normalTensor([1, 2, side, side], side);
    const both = (s: Symbolic): Symbolic[] => [dft(s).re, dft(s).im, inverseDft(dft(s))];
    const [re, im, back] = (await runtime.run(both, x)).map(({ data }) => data as Float32Array);
    assert(apart(back!, x.data) < 1e-5);
    const [u, v] = [Math.min(2, side - 1), Math.min(3, side - 1)];
    const sum = (wave: (angle: number) => number): number =>
      x.data.slice(side * side).reduce(
        (s, value, i) =>
          s + value * wave((-2 * Math.PI * (u * (i % side) + v * Math.floor(i / side))) / side),
        0,
      );
    const place = side * side + v * side + u;
    assert(Math.abs(re![place]! - sum(Math.cos)) < 1e-4 && Math.abs(im![place]! - sum(Math.sin)) < 1e-4);
  }
});

const options = { correlationRadius: 6, sigma: 1, ridge: 0.01, updateRate: 0.5, updateConfidence: 0.5 };
const still = {
  first: normalTensor([1, C, 16, 16], 4),
  later: normalTensor([1, C, 16, 16], 5),
  handles: [7, 8],
  resolution: 16,
  r2: 3,
};

Deno.test("on the picture it was learned on a correlation filter answers with its label", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const tracker = correlationFilter({ ...options, ridge: 0 });
  const { absolute } = await scoresOf(runtime, tracker, { ...still, later: still.first });
  const label = absolute.map((_, i) => Math.exp(-(((i % 7) - 3) ** 2 + (Math.floor(i / 7) - 3) ** 2) / 2));
  assert(apart(absolute, label) < 1e-3, `${apart(absolute, label)}`);
});

/** The patch of radius 2 around a place of a picture of 16 pixels: unit features, faded out by Hann's window. */
function fadedPatch(map: ArrayLike<number>, px: number, py: number): number[] {
  const feature = (x: number, y: number): number[] => {
    const inside = x >= 0 && y >= 0 && x < 16 && y < 16;
    const f = Array.from({ length: C }, (_, c) => (inside ? map[(c * 16 + y) * 16 + x]! : 0));
    return f.map((v) => v / (Math.hypot(...f) || 1));
  };
  const hann = (i: number): number => (1 - Math.cos((2 * Math.PI * (i + 1)) / (K + 1))) / 2;
  return Array.from(
    { length: C },
    (_, c) => places.map(([x, y]) => hann(x) * hann(y) * feature(px + x - 2, py + y - 2)[c]!),
  ).flat();
}

Deno.test("a correlation filter is learned on its patch faded out, at the border too", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const tracker = correlationFilter({ ...options, correlationRadius: 2, ridge: RIDGE });
  const handles = [7, 8, 15, 0];
  const { absolute } = await scoresOf(runtime, tracker, { ...still, handles, r2: 2 });
  const label = places.map(([x, y]) => Math.exp(-((x - 2) ** 2 + (y - 2) ** 2) / 2));
  const expected = [0, 1].flatMap((n) => {
    const [x, y] = [handles[2 * n]!, handles[2 * n + 1]!];
    const filter = exact(fadedPatch(still.first.data, x, y), label);
    return shifts(fadedPatch(still.later.data, x, y)).map((row) => inner(row, filter));
  });
  assert(apart(absolute, expected) < 1e-5, `${apart(absolute, expected)}`);
});

Deno.test("a patch smaller than the search window is refused", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  await assert.rejects(
    scoresOf(runtime, correlationFilter({ ...options, correlationRadius: 2 }), still),
    (error) =>
      error instanceof InputError &&
      /correlationRadius to be at least r2, 3, but found 2/.test(error.message),
  );
});
