import assert from "node:assert/strict";
import { croppedSample } from "../../../lib/lab/dragbench/cropped_sample.ts";
import { float32 } from "../../../lib/tensor.ts";

/** The middle of a picture of 40 × 40 pixels, drawn half as large. */
const SQUARE = { centre: [19.5, 19.5], across: [20, 0] } as const;
const SIDE = 10;

Deno.test("pairs and mask are brought to the square's pixels; handles are whole and targets move along", () => {
  const mask = float32([40, 40], Float32Array.from({ length: 1600 }, (_, i) => (i % 40 >= 20 ? 1 : 0)));
  const points = [{ handle: [15, 18], target: [21, 18] }, { handle: [2, 2], target: [20, 20] }] as const;
  const cropped = croppedSample({ points, mask }, SQUARE, SIDE)!;
  const [pair, ...others] = cropped.points;
  assert.deepEqual(others, []);
  assert.deepEqual(pair!.handle, [2, 4]);
  assert.deepEqual(pair!.target.map((v) => Math.round(1e6 * v) / 1e6), [5, 4]);
  assert.deepEqual(cropped.mask!.shape, [SIDE, SIDE]);
  assert.deepEqual([...cropped.mask!.data.slice(0, SIDE)], [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
});

Deno.test("beyond the picture nothing may move, and without a pair that moves there is nothing to do", () => {
  const mask = float32([40, 40], new Float32Array(1600).fill(1));
  const edge = { centre: [0, 20], across: [20, 0] } as const;
  const points = [{ handle: [4, 20], target: [8, 20] }] as const;
  assert.deepEqual([...croppedSample({ points, mask }, edge, 4)!.mask!.data.slice(0, 4)], [0, 0, 1, 1]);
  assert.equal(croppedSample({ points: [{ handle: [2, 2], target: [4, 2] }] }, SQUARE, SIDE), undefined);
  assert.equal(croppedSample({ points: [{ handle: [15, 18], target: [15, 18] }] }, SQUARE, SIDE), undefined);
});
