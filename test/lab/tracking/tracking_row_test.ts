import assert from "node:assert/strict";
import { type Point } from "../../../lib/drag/points.ts";
import { type TrackedPicture } from "../../../lib/drag/track.ts";
import { TRACKING_QUANTITIES, trackingRow } from "../../../lib/lab/tracking/tracking_row.ts";
import { trackingTruth } from "../../../lib/lab/tracking/tracking_truth.ts";
import { zeros } from "../../../lib/tensor.ts";

/** Landmarks in a row, those of the face's right half further down; index 8 is the chin. */
const landmarks = (dx: number, chin: Point = [30, 60]): Point[] =>
  Array.from({ length: 68 }, (_, i): Point => (i === 8 ? chin : [i + dx + 0.25, 20 - 0.5 * (i % 2)]));

Deno.test("the truth is the detected landmarks, moved by what rounding takes from the first", () => {
  const { handles, distractor, along } = trackingTruth(
    landmarks(0),
    [landmarks(0), undefined, landmarks(2)],
    [128, 128],
  );
  assert.deepEqual([handles.length, distractor.filter((like) => like).length], [12, 8]);
  assert.deepEqual([handles[0], handles[1]], [[36, 20], [39, 20]]); // 19.5 is rounded up
  assert.deepEqual([along[0]![1], along[1], along[2]![1]], [[39, 20], undefined, [41, 20]]);
});

Deno.test("landmarks that leave the picture anywhere are left out", () => {
  const found = [landmarks(0), landmarks(0, [30, 127.6]), landmarks(0)];
  const { handles, distractor } = trackingTruth(landmarks(0), found, [128, 128]);
  assert.deepEqual([handles.length, distractor.filter((like) => !like).length], [11, 3]);
});

const picture = (handles: readonly Point[]): TrackedPicture => ({
  handles,
  confidence: handles.map(() => 0.5),
  scores: zeros([1]),
});

Deno.test("a row says how far handles are from the truth, which are lost, and how far from home they came back", () => {
  const truth = trackingTruth(landmarks(0), [landmarks(0), undefined, landmarks(2)], [128, 128]);
  const moved = truth.along[2]!;
  // The first handle is 7 pixels off at the end, which is lost, and the last, of the chin, 6, which is not.
  const end = moved.map(([x, y], i): Point => [x + (i === 0 ? 7 : 0), y + (i === 11 ? 6 : 0)]);
  const back = truth.handles.map(([x, y], i): Point => [x, y + (i < 6 ? 4 : 0)]);
  const row = trackingRow(truth, [truth.handles, moved, end, moved, back].map(picture), [128, 128]);
  assert.deepEqual(Object.keys(row), TRACKING_QUANTITIES.map(({ name }) => name));
  assert.deepEqual(row, {
    error: 13 / 24,
    final_error: 13 / 12,
    lost: 100 / 12,
    lost_distractors: 100 / 8,
    lost_others: 0,
    forward_backward: 2,
    confidence: 0.5,
  });
});

Deno.test("without a face at the end nothing is known of the end", () => {
  const truth = trackingTruth(landmarks(0), [landmarks(0), undefined], [128, 128]);
  const row = trackingRow(truth, [truth.handles, truth.handles, truth.handles].map(picture), [128, 128]);
  assert.deepEqual([row.error, row.final_error, row.lost, row.lost_others, row.forward_backward], [
    0,
    null,
    null,
    null,
    0,
  ]);
});
