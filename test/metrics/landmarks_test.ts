import assert from "node:assert/strict";
import { distance, type Point } from "../../lib/drag/points.ts";
import { openFaceMetrics } from "../../lib/metrics/face_metrics.ts";
import { landmarksOf, MOST_DISAGREEMENT, requireLandmarks } from "../../lib/metrics/landmarks_of.ts";
import { meanDistance } from "../../lib/metrics/mean_distance.ts";
import * as o from "../../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { float32, type Tensor, zeros } from "../../lib/tensor.ts";
import { fixtureArray, rows } from "../fixtures.ts";
import { normalTensor } from "../normal_tensor.ts";
import { moved } from "./moved.ts";

const FACES = fixtureArray("faces/image");

const first = (pictures: Tensor): Tensor => rows(pictures, 0);

/** The mean of some landmarks. */
function centre(points: readonly Point[], from: number, to: number): Point {
  const part = points.slice(from, to);
  return [0, 1].map((axis) => part.reduce((sum, p) => sum + p[axis]!, 0) / part.length) as [number, number];
}

Deno.test("landmarks lie as those of a face do, and follow it where it moves", async () => {
  const { landmarks } = await openFaceMetrics();
  await using runtime = await openRuntime({ provider: "cpu" });
  const shifted = landmarksOf(await runtime.run(landmarks, await moved(runtime, FACES, 8)));
  landmarksOf(await runtime.run(landmarks, FACES)).forEach((points, i) => {
    assert(points && shifted[i], `Expected a face in picture ${i}.`);
    const [left, right, mouth] = [centre(points, 36, 42), centre(points, 42, 48), centre(points, 48, 68)];
    const apart = distance(left, right);
    assert(apart > 32 && apart < 60 && Math.abs(left[1] - right[1]) < 10, `eyes at ${left} and ${right}`);
    assert(
      mouth[1] > left[1] + 0.7 * apart && mouth[0] > left[0] && mouth[0] < right[0],
      `mouth at ${mouth}`,
    );
    const behind = meanDistance(shifted[i], points.map(([x, y]): Point => [x + 8, y]));
    assert(behind < 0.8, `Expected landmarks that follow by 8 pixels but found them ${behind} off.`);
  });
});

Deno.test("landmarks of the mirror image are the mirror image of the landmarks", async () => {
  const { landmarks } = await openFaceMetrics();
  await using runtime = await openRuntime({ provider: "cpu" });
  const [own, other] = [FACES, await runtime.run((p: Symbolic) => o.flip(p, 3), FACES)].map(first);
  const find = async (picture: Tensor): Promise<Point[]> =>
    requireLandmarks(await runtime.run(landmarks, picture), "a face");
  const [points, mirrored] = [await find(own!), await find(other!)];
  for (const [i, j] of [[0, 16], [8, 8], [30, 30], [36, 45], [39, 42], [48, 54], [21, 22]] as const) {
    const [x, y] = mirrored[j]!;
    assert(distance(points[i]!, [127 - x, y]) < 1.5, `${i}: ${points[i]} and ${127 - x},${y}`);
  }
});

Deno.test("landmarks of an enlarged picture are those of the picture, enlarged", async () => {
  const { landmarks } = await openFaceMetrics();
  await using runtime = await openRuntime({ provider: "cpu" });
  const picture = first(FACES);
  const large = await runtime.run((p: Symbolic) => o.resizeBilinear(p, [512, 512]), picture);
  const points = requireLandmarks(await runtime.run(landmarks, picture), "a face");
  const enlarged = points.map(([x, y]): Point => [4 * x + 1.5, 4 * y + 1.5]);
  const error = meanDistance(requireLandmarks(await runtime.run(landmarks, large), "a face"), enlarged);
  assert(error < 4, `Expected landmarks within a pixel of the small picture but found ${error / 4}.`);
});

Deno.test("a picture without a face is refused in one sentence, whatever is in it", async () => {
  const { landmarks } = await openFaceMetrics();
  await using runtime = await openRuntime({ provider: "cpu" });
  const coarse = normalTensor([1, 3, 9, 9], 5, 0.7);
  const pictures: [string, Tensor][] = [
    ["grey", zeros([1, 3, 128, 128])],
    ["noise", normalTensor([1, 3, 128, 128], 1, 0.5)],
    ["strong noise", normalTensor([1, 3, 128, 128], 2, 1e30)],
    ["clouds", await runtime.run((p: Symbolic) => o.resizeBilinear(p, [128, 128]), coarse)],
    ["one pixel", zeros([1, 3, 1, 1])],
    ["NaN", float32([1, 3, 16, 16], new Float32Array(768).fill(NaN))],
  ];
  for (const [name, picture] of pictures) {
    const found = await runtime.run(landmarks, picture);
    assert.deepEqual(landmarksOf(found), [undefined], name);
    assert.throws(
      () => requireLandmarks(found, name),
      new RegExp(
        `^InputError: Expected a face in ${name} but found none: [^.]*differ by (\\d+\\.\\d|NaN) % of`,
      ),
    );
  }
});

Deno.test("what counts as a face ends at the limit, and NaN is none", () => {
  const found = (...values: number[]): Parameters<typeof landmarksOf>[0] => ({
    points: zeros([values.length, 68, 2]),
    disagreement: float32([values.length], values),
  });
  const limit = Math.fround(MOST_DISAGREEMENT) - 1e-6;
  assert.deepEqual(landmarksOf(found(limit, 0.051, NaN)).map((p) => p?.length), [68, undefined, undefined]);
});
