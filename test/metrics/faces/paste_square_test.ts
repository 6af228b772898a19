import assert from "node:assert/strict";
import fc from "fast-check";
import { type RgbaImage } from "../../../lib/formats/image_rgba.ts";
import { pictureOf } from "../../../lib/figures/picture.ts";
import { pasteSquare } from "../../../lib/metrics/faces/paste_square.ts";
import {
  placeInPicture,
  placeInSquare,
  sampleSquare,
  type Square,
} from "../../../lib/metrics/faces/sample_square.ts";

/** A picture whose colours change slowly. */
const smooth = (width: number, height: number): RgbaImage => ({
  width,
  height,
  data: Uint8ClampedArray.from({ length: 4 * width * height }, (_, i) => {
    const [x, y] = [(i >> 2) % width, Math.floor((i >> 2) / width)];
    return [2 * x, 2 * y, x + y, 255][i % 4]!;
  }),
});

Deno.test("the pixel of a square that shows a place is found again, however the square is turned", () => {
  const number = fc.double({ min: -50, max: 50, noNaN: true });
  const size = fc.integer({ min: 1, max: 64 });
  fc.assert(
    fc.property(number, number, number, number, size, number, number, (cx, cy, dx, dy, side, x, y) => {
      fc.pre(Math.hypot(dx, dy) > 1);
      const square: Square = { centre: [cx, cy], across: [dx, dy] };
      const [u, v] = placeInSquare(square, side, placeInPicture(square, side, [x, y]));
      assert(Math.hypot(u - x, v - y) < 1e-6);
    }),
    { seed: 1 },
  );
});

Deno.test("a square that was cut out and pasted back leaves the picture as it was", () => {
  const picture = smooth(60, 50);
  const square: Square = { centre: [31, 24], across: [28, 6] };
  const pasted = pasteSquare(picture, square, pictureOf(sampleSquare(picture, square, 40)));
  const apart = picture.data.map((value, i) => Math.abs(value - pasted.data[i]!));
  assert(Math.max(...apart) <= 2);
});

Deno.test("another picture is seen inside of its square, fades at the border, and is not seen outside", () => {
  const picture = smooth(60, 50);
  const white = { width: 8, height: 8, data: new Uint8ClampedArray(256).fill(255) };
  const { data } = pasteSquare(picture, { centre: [30, 25], across: [20, 0] }, white);
  const red = (x: number, y: number): number => data[4 * (y * 60 + x)]!;
  assert.equal(red(30, 25), 255);
  assert.equal(red(42, 25), 84);
  assert.equal(red(5, 25), 10);
  assert(red(38, 25) <= 255 && red(38, 25) > 76);
});
