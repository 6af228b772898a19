import assert from "node:assert/strict";
import { distance, type Point } from "../../lib/drag/points.ts";
import { type RgbaImage } from "../../lib/formats/image.ts";
import { pictureOf } from "../../lib/figures/picture.ts";
import { alignedSquare } from "../../lib/inversion/align_face.ts";
import { FACE_CROPS, faceSquare } from "../../lib/inversion/face_crop.ts";
import { alignedPhotograph } from "../../lib/inversion/photograph.ts";
import { openFaceMetrics } from "../../lib/metrics/face_metrics.ts";
import { findFaces } from "../../lib/metrics/faces/find_faces.ts";
import { placeInPicture, sampleSquare, type Square } from "../../lib/metrics/faces/sample_square.ts";
import { requireLandmarks } from "../../lib/metrics/landmarks_of.ts";
import { openRuntime, type Runtime } from "../../lib/runtime/runtime.ts";
import { fixtureArray, rows } from "../fixtures.ts";

const runtimeOfTests = (): Promise<Runtime> => openRuntime({ provider: "cpu", threads: 1 });

/** A generated face of 128 pixels. */
const FACE = pictureOf(rows(fixtureArray("faces/image"), 1));

/** A grey photograph with the face in it: `scale` times as large, turned, its centre at a place. */
function photograph(width: number, height: number, centre: Point, scale: number, turn: number): RgbaImage {
  const data = new Uint8ClampedArray(4 * width * height).fill(128);
  const [cos, sin] = [Math.cos(turn) / scale, Math.sin(turn) / scale];
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width - centre[0], Math.floor(i / width) - centre[1]];
    const [u, v] = [Math.round(63.5 + cos * x + sin * y), Math.round(63.5 - sin * x + cos * y)];
    if (u < 0 || v < 0 || u > 127 || v > 127) continue;
    data.set(FACE.data.subarray(4 * (v * 128 + u), 4 * (v * 128 + u) + 4), 4 * i);
  }
  return { width, height, data };
}

Deno.test("a square of its own size is the picture, and one turned about is the picture turned", () => {
  const whole: Square = { centre: [63.5, 63.5], across: [128, 0] };
  assert.deepEqual(pictureOf(sampleSquare(FACE, whole, 128)), FACE);
  const about = pictureOf(sampleSquare(FACE, { ...whole, across: [-128, 0] }, 128));
  const pixel = (picture: RgbaImage, i: number): number[] => [...picture.data.subarray(4 * i, 4 * i + 4)];
  for (const i of [0, 5000, 16383]) assert.deepEqual(pixel(about, 16383 - i), pixel(FACE, i));
});

Deno.test("a smaller square has the mean of what its pixels cover, and beyond the picture its mirror image", () => {
  const stripes: RgbaImage = {
    width: 4,
    height: 4,
    data: Uint8ClampedArray.from({ length: 64 }, (_, i) => i % 4 === 3 || Math.floor(i / 4) % 2 ? 255 : 0),
  };
  const { data } = sampleSquare(stripes, { centre: [1.5, 1.5], across: [4, 0] }, 1);
  assert.ok(Math.abs(data[0]!) < 0.02, `${data[0]}`);
  const beyond = (kind?: "black"): number[] => {
    const square: Square = { centre: [4, 0], across: [1, 0] };
    return [...sampleSquare(stripes, square, 1, kind).data];
  };
  assert.deepEqual(beyond(), [1, 1, 1]);
  assert.deepEqual(beyond("black"), [-1, -1, -1]);
});

Deno.test("a turned face is found and cut out upright, at the size that the generator was trained on", async () => {
  await using runtime = await runtimeOfTests();
  const metrics = await openFaceMetrics();
  const turn = 0.2;
  const picture = photograph(640, 480, [400, 200], 1.6, turn);
  const faces = await findFaces(runtime, picture);
  assert.equal(faces.length, 1);
  assert.ok(distance(faces[0]!.centre, [400, 210]) < 40, `${faces[0]!.centre}`);
  const square = await alignedSquare(runtime, metrics, picture, FACE_CROPS.celeba);
  const angle = Math.atan2(square.across[1], square.across[0]);
  assert.ok(Math.abs(angle - turn) < 0.08, `${angle}`);
  assert.ok(Math.abs(Math.hypot(...square.across) / (1.6 * 128) - 1) < 0.15, `${square.across}`);
  const cut = await runtime.run(metrics.landmarks, sampleSquare(picture, square, 128));
  const again = faceSquare(requireLandmarks(cut, "the cut"), FACE_CROPS.celeba);
  assert.ok(distance(again.centre, [63.5, 63.5]) < 4, `${again.centre}`);
});

Deno.test("places of a square are places of the picture", () => {
  const square: Square = { centre: [10, 20], across: [0, 8] };
  assert.deepEqual(placeInPicture(square, 4, [1.5, 1.5]), [10, 20]);
  assert.deepEqual(placeInPicture(square, 4, [3.5, 1.5]), [10, 24]);
});

Deno.test("photographs without such a face, and those that are no square, are refused in a sentence", async () => {
  await using runtime = await runtimeOfTests();
  const metrics = await openFaceMetrics();
  const aligned = (picture: RgbaImage, crop: "celeba" | "none", face = 0): Promise<unknown> =>
    alignedPhotograph(picture, { size: [32, 32] }, { crop, face }, { runtime, metrics });
  const grey = photograph(90, 60, [999, 999], 1, 0);
  await assert.rejects(aligned(grey, "celeba"), /Expected a face in the photograph but found none/);
  await assert.rejects(aligned(grey, "none"), /Expected a square picture .* found one of 60 × 90 pixels/);
  const one = photograph(300, 300, [150, 150], 1.5, 0);
  await assert.rejects(
    aligned(one, "celeba", 1),
    /Expected a face from 0 to 0 of the photograph but found 1/,
  );
  assert.deepEqual((await aligned(one, "none") as { shape: unknown }).shape, [1, 3, 32, 32]);
});
