import assert from "node:assert/strict";
import { checkPoints, distance, type Point, type PointPair } from "../../../lib/drag/points.ts";
import { draggedPixel, landmarkDrags } from "../../../lib/lab/faces/landmark_drags.ts";

const SIDE = 128;

/** 68 points somewhere inside. */
const FROM = Array.from({ length: 68 }, (_, i): Point => [20.3 + i, 30.6 + (i * 7) % 60]);
const TO = FROM.map(([x, y], i): Point => [x + 1 + i / 10, y - 2]);

Deno.test("five landmarks are those of eyes, nose and mouth, one is that which has farthest to go", () => {
  const five = landmarkDrags(5, FROM, TO, [SIDE, SIDE]).map(({ index }) => index);
  assert.deepEqual(five, [36, 45, 30, 48, 54]);
  const [one, ...others] = landmarkDrags(1, FROM, TO, [SIDE, SIDE]);
  assert.deepEqual([one!.index, others.length], [54, 0]);
  const nose = TO.map((point, i): Point => (i === 30 ? [point[0] + 20, point[1]] : point));
  assert.equal(landmarkDrags(1, FROM, nose, [SIDE, SIDE])[0]!.index, 30);
  assert.equal(landmarkDrags(68, FROM, TO, [SIDE, SIDE]).length, 68);
});

Deno.test("a drag from a whole pixel goes as far as its landmark does", () => {
  for (const { index, pair, target, offset } of landmarkDrags(68, FROM, TO, [SIDE, SIDE])) {
    const { handle } = pair;
    assert.ok(handle.every(Number.isInteger));
    assert.ok(offset.every((v) => Math.abs(v) <= 0.5));
    assert.deepEqual(target, TO[index]);
    assert.ok(Math.abs(pair.target[0] - handle[0] - (TO[index]![0] - FROM[index]![0])) < 1e-9);
    assert.ok(Math.abs(pair.target[1] - handle[1] - (TO[index]![1] - FROM[index]![1])) < 1e-9);
  }
  const [drag] = landmarkDrags(5, FROM, TO, [SIDE, SIDE]);
  assert.ok(distance(draggedPixel(drag!, FROM[drag!.index]!), drag!.pair.handle) < 1e-9);
});

Deno.test("outside of the picture the nearest pixel goes instead, and no landmark goes nowhere", () => {
  const from = FROM.map((point, i): Point => (i === 3 ? [-0.7, 40.4] : i === 11 ? [31, 108] : point));
  const to = TO.map((point, i): Point => (i === 9 ? [40, 128.2] : i === 11 ? [31, 108] : point));
  const drags = landmarkDrags(68, from, to, [SIDE, SIDE]);
  const pairOf = (index: number): unknown => drags.find((drag) => drag.index === index)?.pair;
  checkPoints(drags.map(({ pair }) => pair), [SIDE, SIDE]);
  assert.equal(drags.length, 67);
  assert.equal(pairOf(11), undefined);
  assert.deepEqual((pairOf(3) as PointPair).handle, [0, 40]);
  assert.equal((pairOf(9) as PointPair).target[1], SIDE - 1);
  assert.deepEqual(landmarkDrags(1, FROM, FROM.map(([x, y]): Point => [x, y]), [SIDE, SIDE]), []);
});
