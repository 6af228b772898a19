import assert from "node:assert/strict";
import { stroked } from "../../../lib/notebook/widget/front_end/mask.js";
import { moved, nearestEnd, placed, stepsOf } from "../../../lib/notebook/widget/front_end/state.js";

const PAIR = { handle: [1, 2], target: [5, 2] };

Deno.test("clicks place a handle, then its target, then the next handle", () => {
  const first = placed([], [1, 2]);
  const second = placed(first, [5, 2]);
  assert.deepEqual([first, second], [[{ handle: [1, 2], target: null }], [PAIR]]);
  assert.deepEqual(placed(second, [3, 3]), [PAIR, { handle: [3, 3], target: null }]);
});

Deno.test("the nearest end of a pair is taken and moved, if it is near", () => {
  const points = [PAIR, { handle: [6, 6], target: null }];
  const end = nearestEnd(points, [5, 3], 2);
  assert.deepEqual([end?.pair, end?.end], [0, "target"]);
  assert.deepEqual(moved(points, end, [9, 9]), [{ ...PAIR, target: [9, 9] }, points[1]]);
  assert.equal(nearestEnd(points, [20, 20], 2), undefined);
  assert.equal(nearestEnd([], [0, 0], 2), undefined);
});

Deno.test("a first stroke frees its disc of all, and an erasing one takes it from all", () => {
  const brushed = stroked(null, [5, 5], [2, 2], [2, 2], 1, 1);
  assert.deepEqual([...brushed.entries()].flatMap(([i, v]) => v ? [i] : []), [7, 11, 12, 13, 17]);
  assert.deepEqual(stroked(null, [5, 5], [2, 2], [2, 2], 1, 0), brushed.map((v: number) => 1 - v));
});

Deno.test("a stroke has no gaps, ends at the border and leaves the given mask as it was", () => {
  const before = new Uint8Array(64);
  const after = stroked(before, [8, 8], [0, 3], [7, 3], 0.5, 1);
  assert.deepEqual([...after.entries()].flatMap(([i, v]) => v ? [i] : []), [24, 25, 26, 27, 28, 29, 30, 31]);
  assert.equal(before.includes(1), false);
  assert.equal(stroked(before, [8, 8], [0, 0], [7, 7], 100, 1).includes(0), false);
});

Deno.test("a stroke over a picture that is not square has its rows and columns", () => {
  const mask = stroked(null, [2, 5], [3, 1], [4, 1], 0.5, 1);
  assert.deepEqual([...mask], [0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
});

Deno.test("the trace of a drag is read by steps and handles", () => {
  const trace = new DataView(Float32Array.of(9, 1, 2, 3, 4, 5, 6, 7, 8).buffer, 4);
  const model = { get: (name: string) => ({ trace, points: [PAIR] })[name] };
  assert.deepEqual(stepsOf(model), [[[1, 2, 3, 4]], [[5, 6, 7, 8]]]);
  assert.deepEqual(stepsOf({ get: (name: string) => ({ trace, points: [] })[name] }), []);
});
