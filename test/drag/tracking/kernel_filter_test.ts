import assert from "node:assert/strict";
import { featureSimilarity } from "../../../lib/drag/tracking/feature_similarity.ts";
import { kernelFilter } from "../../../lib/drag/tracking/kernel_filter.ts";
import { kernelResponseBy } from "../../../lib/drag/tracking/kernel_response.ts";
import { learnedFilter } from "../../../lib/drag/tracking/learned_filter.ts";
import { summedWithDifference } from "../../../lib/drag/tracking/summed_with_difference.ts";
import { unfoldBy } from "../../../lib/drag/tracking/unfold.ts";
import { InputError } from "../../../lib/errors.ts";
import * as o from "../../../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { type Tensor } from "../../../lib/tensor.ts";
import { normalTensor } from "../../normal_tensor.ts";
import { apart, exactFilter, inner } from "./solve.ts";
import { scoresOf } from "./still.ts";

const [N, C, H, W, K] = [2, 3, 7, 8, 3];
const features = normalTensor([N, C, H, W], 1);
const kernel = normalTensor([N, C, K, K], 2);

const read = ({ shape, data }: Tensor, ...at: readonly number[]): number =>
  (data as Float32Array)[at.reduce((i, v, axis) => i * shape[axis]! + v, 0)]!;

/** Σ z(c, i, j) F(c, y + s i, x + s j) for every handle and place. */
function responses(spacing: number): number[] {
  const out: number[] = [];
  for (let n = 0; n < N; n++) {
    for (let y = 0; y < H - (K - 1) * spacing; y++) {
      for (let x = 0; x < W - (K - 1) * spacing; x++) {
        let sum = 0;
        for (let c = 0; c < C; c++) {
          for (let i = 0; i < K; i++) {
            for (let j = 0; j < K; j++) {
              sum += read(kernel, n, c, i, j) * read(features, n, c, y + spacing * i, x + spacing * j);
            }
          }
        }
        out.push(sum);
      }
    }
  }
  return out;
}

Deno.test("the response of a k × k filter is the sum over its taps, at any spacing", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  for (const spacing of [1, 2, 3]) {
    const { data, shape } = await runtime.run(kernelResponseBy(spacing), features, kernel);
    assert.deepEqual(shape, [N, H - 2 * spacing, W - 2 * spacing]);
    assert(apart(data as Float32Array, responses(spacing)) < 1e-5);
  }
});

Deno.test("unfolded patches times a filter are its response", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const f = (x: Symbolic, z: Symbolic): Symbolic => o.matMul(unfoldBy(K)(x), o.reshape(z, [N, C * K * K, 1]));
  const { data } = await runtime.run(f, features, kernel);
  assert(apart(data as Float32Array, responses(1)) < 1e-5);
});

Deno.test("similarity is the cosine of the angle to the template", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const template = normalTensor([N, C], 3);
  const { data } = await runtime.run(featureSimilarity, features, template);
  const expected = Array.from({ length: N * H * W }, (_, i) => {
    const n = Math.floor(i / (H * W));
    const x = Array.from({ length: C }, (_, c) => read(features, n, c, Math.floor(i / W) % H, i % W));
    const f = Array.from({ length: C }, (_, c) => read(template, n, c));
    return inner(x, f) / Math.hypot(...x) / Math.hypot(...f);
  });
  assert(apart(data as Float32Array, expected) < 1e-5);
});

const [SIZE, RESOLUTION, SPACING, RADIUS, R2] = [8, 16, 2, 7, 4];
const options = {
  kernelSize: K,
  sigma: 1.25,
  sampleRadius: RADIUS,
  spacing: SPACING,
  filterSolver: "ridge",
  ridge: 0.01,
} as const;

/** Channel of a map [1, C, 8, 8] resized to the picture at a whole pixel; 0 outside. */
function resized(map: Tensor, c: number, x: number, y: number): number {
  if (x < 0 || y < 0 || x >= RESOLUTION || y >= RESOLUTION) return 0;
  const source = (v: number): number => Math.min(Math.max((v + 0.5) / SPACING - 0.5, 0), SIZE - 1);
  const [sx, sy] = [source(x), source(y)];
  let sum = 0;
  for (let j = 0; j < SIZE; j++) {
    for (let i = 0; i < SIZE; i++) {
      const weight = Math.max(0, 1 - Math.abs(sx - i)) * Math.max(0, 1 - Math.abs(sy - j));
      sum += weight * read(map, 0, c, j, i);
    }
  }
  return sum;
}

/** The patch of 3 × 3 unit features around a place, divided by 3; channels outermost. */
function patch(map: Tensor, x: number, y: number): number[] {
  const taps = Array.from({ length: K * K }, (_, tap) => {
    const [i, j] = [Math.floor(tap / K) - 1, (tap % K) - 1];
    const f = Array.from({ length: C }, (_, c) => resized(map, c, x + SPACING * j, y + SPACING * i));
    const length = Math.hypot(...f) || 1;
    return f.map((v) => v / length / K);
  });
  return Array.from({ length: C }, (_, c) => taps.map((tap) => tap[c]!)).flat();
}

/** The filter of a handle by the normal equations over one sample for every feature pixel. */
function filterAt(map: Tensor, [px, py]: readonly [number, number]): number[] {
  const [xs, ys, weights]: [number[][], number[], number[]] = [[], [], []];
  const steps = Math.floor(RADIUS / SPACING);
  for (let j = -steps; j <= steps; j++) {
    for (let i = -steps; i <= steps; i++) {
      const [x, y] = [px + SPACING * i, py + SPACING * j];
      xs.push(patch(map, x, y));
      ys.push(Math.exp(-(i * i + j * j) / (2 * options.sigma ** 2)));
      weights.push(x >= 0 && y >= 0 && x < RESOLUTION && y < RESOLUTION ? 1 : 0);
    }
  }
  return exactFilter(xs, ys, weights, patch(map, px, py), options.ridge);
}

Deno.test("a k × k filter is learned and applied as the normal equations have it, at the border too", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const [first, later] = [normalTensor([1, C, SIZE, SIZE], 5), normalTensor([1, C, SIZE, SIZE], 6)];
  const handles = [[7, 9], [1, 15]] as const;
  const { absolute } = await scoresOf(runtime, kernelFilter(options), {
    first,
    later,
    handles: handles.flat(),
    resolution: RESOLUTION,
    r2: R2,
  });
  const side = 2 * R2 + 1;
  const expected = handles.flatMap(([px, py]) => {
    const filter = filterAt(first, [px, py]);
    return Array.from(
      { length: side * side },
      (_, i) => inner(filter, patch(later, px + (i % side) - R2, py + Math.floor(i / side) - R2)),
    );
  });
  assert(apart(absolute, expected) < 1e-4, `${apart(absolute, expected)}`);
});

Deno.test("a 1 × 1 kernel in the sum is StableDrag's learned filter", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const map = normalTensor([1, 4, 16, 16], 7);
  const still = {
    first: map,
    later: normalTensor([1, 4, 16, 16], 8),
    handles: [5, 8],
    resolution: 16,
    r2: 3,
  };
  const sum = { lambdaTrack: 0.3, trackNorm: "l1" } as const;
  const kernelled = kernelFilter({ ...options, kernelSize: 1, spacing: 1 });
  const ours = await scoresOf(runtime, summedWithDifference(kernelled, sum), still);
  const theirs = await scoresOf(runtime, learnedFilter({ ...options, ...sum }), still);
  assert(apart(ours.fused, theirs.fused) < 1e-5);
  assert(apart(ours.absolute, theirs.absolute) < 1e-5);
});

Deno.test("a filter without a middle is refused", () => {
  assert.throws(
    () => kernelFilter({ ...options, kernelSize: 4 }),
    (error) => error instanceof InputError && /odd kernelSize but found 4/.test(error.message),
  );
});
