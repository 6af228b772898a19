import assert from "node:assert/strict";
import fc from "fast-check";
import { FormatError, InputError } from "../../lib/errors.ts";
import { decodeImage, encodePng } from "../../lib/formats/image.ts";
import { BASELINE_JPEG } from "./jpeg_samples.ts";

Deno.test("every picture written as PNG is read back as it was", () => {
  const pictures = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })).chain((
    [width, height],
  ) =>
    fc.uint8ClampedArray({ minLength: 4 * width * height, maxLength: 4 * width * height })
      .map((data) => ({ width, height, data }))
  );
  fc.assert(fc.property(pictures, (picture) => assert.deepEqual(decodeImage(encodePng(picture)), picture)));
});

Deno.test("PNG and JPEG are told apart by their first bytes", () => {
  const pixel = { width: 1, height: 1, data: Uint8ClampedArray.of(1, 2, 3, 4) };
  assert.equal(decodeImage(encodePng(pixel)).width, 1);
  assert.equal(decodeImage(BASELINE_JPEG).width, 8);
  for (const bytes of [Uint8Array.of(), Uint8Array.of(0x47, 0x49, 0x46, 0x38), Uint8Array.of(0x89)]) {
    assert.throws(() => decodeImage(bytes), (error: unknown) => {
      assert.ok(error instanceof FormatError);
      assert.match(error.message, /PNG or JPEG file but found (nothing|71 73 70 56|137)\./);
      return true;
    });
  }
});

Deno.test("a picture inside of a larger buffer is read alone", () => {
  const pixel = { width: 1, height: 1, data: Uint8ClampedArray.of(1, 2, 3, 4) };
  for (const file of [encodePng(pixel), BASELINE_JPEG]) {
    const larger = new Uint8Array(file.length + 20).fill(0x55);
    larger.set(file, 7);
    assert.deepEqual(decodeImage(larger.subarray(7, 7 + file.length)), decodeImage(file));
  }
});

Deno.test("a picture whose sides and data do not fit is not written", () => {
  const data = new Uint8ClampedArray(4);
  for (const [width, height] of [[1, 2], [0, 0], [NaN, 1], [-1, -1], [0.5, 2]] as const) {
    assert.throws(() => encodePng({ width, height, data }), InputError);
  }
});
