import assert from "node:assert/strict";
import { type Point, type PointPair, pointsTensor, tensorPoints } from "../../../lib/drag/points.ts";
import { type Size } from "../../../lib/generators/size.ts";
import { seededNoise } from "../../../lib/generators/latents.ts";
import { matchPoints } from "../../../lib/metrics/matching/match_points.ts";
import { discsAround, everywhere, insideMask } from "../../../lib/metrics/matching/search_area.ts";
import { type Interpolation, similarityMap } from "../../../lib/metrics/matching/similarity_map.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { float32, type Tensor, zeros } from "../../../lib/tensor.ts";
import { fixtureJson } from "../../fixtures.ts";
import { normalTensor } from "../../normal_tensor.ts";
import { checkParity, difference } from "../../parity.ts";

interface Expected {
  readonly similarity: readonly number[];
  readonly everywhere: readonly Point[];
  readonly mask: readonly Point[];
  readonly discs: readonly Point[];
}

const { matching } = fixtureJson<{
  matching: { size: Size; pairs: [Point, Point][] } & Record<Interpolation, Expected>;
}>("metrics/edit_metrics.json");
const { size } = matching;
const [height, width] = size;
const PAIRS = matching.pairs.map(([handle, target]): PointPair => ({ handle, target }));
const HANDLES = pointsTensor(PAIRS.map(({ handle }) => handle));
const [SOURCE, RESULT] = [seededNoise(1, [1, 6, 5, 7]), seededNoise(2, [1, 6, 4, 6])];
const MASK = float32(
  size,
  Float32Array.from(
    { length: height * width },
    (_, i) => (i % width > 10 && Math.floor(i / width) > 3 ? 1 : 0),
  ),
);
const AREAS = { everywhere: everywhere(size), mask: insideMask(MASK), discs: discsAround(PAIRS, size) };

for (const interpolation of ["bilinear", "nearest"] as const) {
  Deno.test(`matches are those of PyTorch with ${interpolation} features, everywhere, in a mask and in discs`, async () => {
    await using runtime = await openRuntime({ provider: "cpu" });
    const expected = matching[interpolation];
    const map = await runtime.run(similarityMap(size, interpolation), SOURCE, RESULT, HANDLES);
    const theirs = float32([3, ...size], expected.similarity);
    checkParity(`similarity map, ${interpolation}`, difference(map, theirs), 1e-6);
    const match = matchPoints(size, interpolation);
    for (const [name, area] of Object.entries(AREAS) as [keyof typeof AREAS, Tensor][]) {
      const { points, similarity } = await runtime.run(match, SOURCE, RESULT, HANDLES, area);
      assert.deepEqual(tensorPoints(points), expected[name]);
      const best = expected[name].map(([x, y], n) => map.data[(n * height + y) * width + x]);
      assert.deepEqual([...similarity.data], best);
    }
  });
}

Deno.test("a picture's handles are found where they are in the picture itself, between pixels of its map too", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const map = normalTensor([1, 40, 12, 9], 5);
  const handles: Point[] = [[0, 0], [35, 47], [17, 20], [3, 44]];
  const { points, similarity } = await runtime.run(
    matchPoints([48, 36]),
    map,
    map,
    pointsTensor(handles),
    everywhere([48, 36]),
  );
  tensorPoints(points).forEach(([x, y], i) => {
    // Beyond the centres of its outermost pixels a map is constant.
    const inner = ([x, y]: Point): Point => [Math.min(Math.max(x, 1), 34), Math.min(Math.max(y, 1), 46)];
    const [[a, b], [c, d]] = [inner([x, y]), inner(handles[i]!)];
    assert(Math.hypot(a - c, b - d) <= 1, `${[x, y]} for ${handles[i]}`);
  });
  assert((similarity.data as Float32Array).every((value) => value > 0.9999));
});

Deno.test("maps of one row or column, and maps of zeros, have matches", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const handles = pointsTensor([[3, 0]]);
  for (const shape of [[1, 4, 1, 5], [1, 4, 5, 1], [1, 4, 1, 1]]) {
    const map = normalTensor(shape, 3);
    const { similarity } = await runtime.run(matchPoints([4, 4]), map, map, handles, everywhere([4, 4]));
    assert(Math.abs(Number(similarity.data[0]) - 1) < 1e-5, `${similarity.data[0]}`);
  }
  const empty = zeros([1, 4, 2, 2]);
  const { points, similarity } = await runtime.run(
    matchPoints([4, 4]),
    empty,
    empty,
    handles,
    everywhere([4, 4]),
  );
  assert.deepEqual([...points.data, ...similarity.data], [0, 0, 0]);
});

Deno.test("maps that differ in channels, and masks in which nothing moves, are refused", async () => {
  await assert.rejects(
    () =>
      matchPoints([4, 4]).run(
        zeros([1, 4, 2, 2]),
        zeros([1, 3, 2, 2]),
        pointsTensor([[0, 0]]),
        everywhere([4, 4]),
      ),
    /^InputError: matchPoints: similarityMap: Expected two maps \[1, C, h, w\] of one length but found/,
  );
  assert.throws(() => insideMask(zeros([2, 2])), /^InputError: Expected a mask with at least one pixel/);
});
