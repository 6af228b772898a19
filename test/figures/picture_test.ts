import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { dataUrl, pictureOf } from "../../lib/figures/picture.ts";
import { decodeImage } from "../../lib/formats/image.ts";
import { float32, zeros } from "../../lib/tensor.ts";
import { faceLike } from "./samples.ts";

Deno.test("a picture is taken from its batch, channel by channel", () => {
  const batch = float32([2, 3, 1, 2], [9, 9, 9, 9, 9, 9, -1, 1, 0, -0.5, 1.2, -7]);
  assert.deepEqual(pictureOf(batch, 1), {
    width: 2,
    height: 1,
    data: Uint8ClampedArray.of(0, 128, 255, 255, 255, 64, 0, 255),
  });
});

Deno.test("what is no picture is refused", () => {
  const refused = [
    [zeros([3, 4, 4]), 0],
    [zeros([1, 1, 4, 4]), 0],
    [zeros([1, 3, 0, 4]), 0],
    [zeros([1, 3, 4, 4]), 1],
    [zeros([1, 3, 4, 4]), 0.5],
    [float32([1, 3, 1, 1], [0, NaN, 0]), 0],
  ] as const;
  for (const [tensor, index] of refused) assert.throws(() => pictureOf(tensor, index), InputError);
});

Deno.test("a picture's URL holds it", () => {
  const face = faceLike(5, 3);
  const png = Uint8Array.from(atob(dataUrl(face).split(",")[1]!), (c) => c.charCodeAt(0));
  assert.deepEqual(decodeImage(png), face);
});
