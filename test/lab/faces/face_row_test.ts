import assert from "node:assert/strict";
import { draggan } from "../../../lib/drag/methods/draggan.ts";
import { freedrag } from "../../../lib/drag/methods/freedrag.ts";
import { type Point } from "../../../lib/drag/points.ts";
import { type DragStep } from "../../../lib/drag/state.ts";
import { faceRow, uneditedRow, withoutFace } from "../../../lib/lab/faces/face_row.ts";
import { type LandmarkDrag, landmarkDrags } from "../../../lib/lab/faces/landmark_drags.ts";
import { type Row } from "../../../lib/lab/run/row.ts";
import { float32 } from "../../../lib/tensor.ts";
import { smallProgan } from "../../small_progan.ts";

const SIDE = 128;
const generator = smallProgan();

/** 68 landmarks on whole pixels, so many of them to the right. */
const face = (dx: number): Point[] => Array.from({ length: 68 }, (_, i): Point => [20 + i + dx, 40]);

/** Five landmarks that shall go 20 pixels to the right. */
const DRAGS: readonly LandmarkDrag[] = landmarkDrags(5, face(0), face(20), [SIDE, SIDE]);

/** What is seen in pictures of faces; `undefined` is one without a face. */
const seen = (...faces: readonly (readonly Point[] | undefined)[]): Parameters<typeof faceRow>[4] => ({
  found: {
    points: float32([faces.length, 68, 2], faces.flatMap((points) => (points ?? face(0)).flat())),
    disagreement: float32([faces.length], faces.map((points) => (points ? 0 : 1))),
  },
  featureDistance: float32([1], [0.25]),
  identityChange: float32([1], [0.5]),
});

/** Two steps, the second of which found the handles so far to the right of where they began. */
const stepsTo = (...moved: readonly number[]): DragStep[] => {
  const handles = DRAGS.map(({ pair: { handle: [x, y] } }, i): Point => [x + moved[i]!, y]);
  const step = {
    handles,
    distances: handles.map(([x], i) => DRAGS[i]!.pair.target[0] - x),
    stopped: false,
  };
  return [
    {
      ...step,
      step: 0,
      confidence: [1, 1, 1, 1, 1],
      supervisedBy: Array(5).fill("current"),
      state: { step: 1 },
    },
    {
      ...step,
      step: 1,
      confidence: [0.5, 0.5, 0.5, 0.5, 0.5],
      supervisedBy: ["template", ...Array(4).fill("current")],
      state: { step: 2 },
    },
  ] as unknown as DragStep[];
};

const row = (...faces: readonly (readonly Point[] | undefined)[]): Row =>
  faceRow(draggan(generator), stepsTo(10, 10, 10, 10, 3), face(0), DRAGS, seen(...faces), [SIDE, SIDE]);

Deno.test("the last picture says what is left, and that before it which handles are lost", () => {
  // The face had gone 10 pixels when the handles were found, of which one is 7 off, and 12 after the update.
  assert.deepEqual(row(face(10), face(12)), {
    distance: 8,
    believed: (4 * 10 + 17) / 5,
    gap: 7 / 5,
    lost: 20,
    feature_distance: 0.25,
    identity: 0.5,
    face: 100,
    arrived: 0,
    steps: 2,
    confidence: 0.75,
    by_template: 10,
  });
});

Deno.test("a drag that leaves no face, or has none where handles were found, has lost all as far as it had to go", () => {
  const { distance, gap, lost, identity, face: found } = row(face(10), undefined);
  assert.deepEqual([distance, gap, lost, identity, found], [20, 20, 100, null, 0]);
  const before = row(undefined, face(12));
  assert.deepEqual([before.distance, before.gap, before.lost, before.face], [8, 20, 100, 100]);
});

Deno.test("a drag that breaks a face whose landmark shall go beyond the border is no nearer than no edit", () => {
  const [from, to] = [face(60), face(80)];
  const drags = landmarkDrags(68, from, to, [SIDE, SIDE]).filter(({ index }) => index === 40);
  const [method, steps] = [draggan(generator), stepsTo(1)];
  const found = seen(undefined, undefined);
  const { distance } = faceRow(method, steps, from, drags, found, [SIDE, SIDE]);
  assert.equal(distance, uneditedRow(from, drags)["distance"]);
});

Deno.test("of a method without a tracker there is no confidence and nothing of handles", () => {
  const points = stepsTo(12, 12, 12, 12, 12);
  const found = faceRow(freedrag(generator), points, face(0), DRAGS, seen(face(10), face(12)), [SIDE, SIDE]);
  assert.deepEqual([found.gap, found.lost, found.confidence, found.distance], [null, null, null, 8]);
});

Deno.test("no edit leaves the landmarks where they are", () => {
  assert.deepEqual(uneditedRow(face(0), DRAGS), {
    distance: 20,
    feature_distance: 0,
    identity: 0,
    face: 100,
  });
});

Deno.test("rows of before count as those of now where no face is left", () => {
  const broken = { face: 0, distance: 20, gap: null, lost: 100 };
  assert.deepEqual(withoutFace(broken), { ...broken, gap: 20 });
  for (
    const row of [
      { ...broken, face: 100 }, // the face is there again after the last update
      { ...broken, lost: null }, // of a method without a tracker
      { face: 100, distance: 2, gap: 3, lost: 0 },
    ]
  ) assert.deepEqual(withoutFace(row), row);
});
