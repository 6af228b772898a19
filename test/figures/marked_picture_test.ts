import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { markedPicture } from "../../lib/figures/marked_picture.ts";
import { renderPicture } from "../../lib/figures/raster.ts";
import { type RgbaImage } from "../../lib/formats/image_rgba.ts";
import { faceLike, sampleRecord } from "./samples.ts";
import { assertSnapshot } from "./snapshot.ts";

const pixel = ({ width, data }: RgbaImage, x: number, y: number): number[] => [
  ...data.subarray(4 * (y * width + x), 4 * (y * width + x) + 3),
];

Deno.test("the pictures before and after a drag and of its path look as they did", () => {
  const record = sampleRecord();
  assertSnapshot("before", markedPicture(faceLike(), record, { step: 0, arrows: true }));
  assertSnapshot("after", markedPicture(faceLike(), record));
  assertSnapshot("path", markedPicture(faceLike(), sampleRecord({ reached: 0.7 }), { path: true }));
});

Deno.test("marks stand at the centres of their pixels", () => {
  const record = { ...sampleRecord(), points: [{ handle: [0, 31], target: [9, 3] }] as const, steps: [] };
  const drawn = renderPicture(markedPicture(faceLike(), record, { size: 512 }));
  assert.deepEqual([drawn.width, drawn.height], [512, 512]);
  assert.deepEqual(pixel(drawn, 8, 31 * 16 + 8), [0xe4, 0x1a, 0x1c]);
  const centre = [9 * 16 + 8, 3 * 16 + 8] as const;
  assert.deepEqual(pixel(drawn, centre[0] + 7, centre[1]), [0x1f, 0x4f, 0xff], "a ring around the target");
  assert.ok(pixel(drawn, ...centre)[2]! < 0xc0, "the picture inside the ring");
});

Deno.test("a picture fills the figure in its own ratio and is enlarged smoothly", () => {
  const halves = { width: 8, height: 4, data: new Uint8ClampedArray(128).fill(255) };
  for (let i = 0; i < 32; i++) if (i % 8 < 4) halves.data.fill(0, 4 * i, 4 * i + 3);
  const record = { ...sampleRecord(), points: [{ handle: [0, 0], target: [1, 0] }] as const, steps: [] };
  const drawn = renderPicture(markedPicture(halves, record, { size: 256 }));
  assert.deepEqual([drawn.width, drawn.height], [256, 128]);
  const row = Array.from({ length: 256 }, (_, x) => pixel(drawn, x, 100)[0]!);
  assert.deepEqual([row[0], row[255]], [0, 255]);
  assert.ok(new Set(row).size > 10, "shades between black and white");
});

Deno.test("handles are drawn where they were at a step", () => {
  const record = sampleRecord();
  const at = (step: number): string => markedPicture(faceLike(), record, { step });
  assert.equal(at(8), markedPicture(faceLike(), record));
  assert.notEqual(at(4), at(8));
});

Deno.test("sizes out of range are refused", () => {
  for (const size of [0, -5, NaN, Infinity]) {
    assert.throws(() => markedPicture(faceLike(), sampleRecord(), { size }), InputError);
  }
});
