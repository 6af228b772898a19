import assert from "node:assert/strict";
import { decodeMask } from "../../lib/drag/mask.ts";
import { InputError } from "../../lib/errors.ts";
import { encodePng } from "../../lib/formats/image.ts";
import { encodeNpy } from "../../lib/formats/npy.ts";
import { tensor } from "../../lib/tensor.ts";

/** A PNG of two pixels. */
const png = (left: number, right: number): Uint8Array =>
  encodePng({
    width: 2,
    height: 1,
    data: Uint8ClampedArray.of(left, left, left, 255, right, right, right, 255),
  });

Deno.test("white of a picture and what is above 0 in an array may move", () => {
  assert.deepEqual([...decodeMask(png(255, 0)).data], [1, 0]);
  assert.deepEqual([...decodeMask(encodeNpy(tensor("uint8", [1, 2], Uint8Array.of(0, 3)))).data], [0, 1]);
});

Deno.test("a mask of NaN is refused", () => {
  const nan = tensor("float32", [1, 2], Float32Array.of(1, NaN));
  assert.throws(() => decodeMask(encodeNpy(nan)), {
    message: "Expected a mask of numbers but found NaN in it.",
  });
});

Deno.test("a picture that holds 0 and 1 in place of black and white is refused, a black one is not", () => {
  assert.throws(
    () => decodeMask(png(1, 0)),
    (e) => e instanceof InputError && /white \(255\).*at most 1/.test(e.message),
  );
  assert.deepEqual([...decodeMask(png(0, 0)).data], [0, 0]);
});

Deno.test("white is a mean of red, green and blue from 128, where it is opaque", () => {
  const may = (...pixel: [number, number, number, number]): number => {
    const data = Uint8ClampedArray.of(255, 255, 255, 255, ...pixel);
    return decodeMask(encodePng({ width: 2, height: 1, data })).data[1]!;
  };
  assert.deepEqual([may(128, 128, 128, 255), may(127, 128, 128, 255)], [1, 0]);
  assert.deepEqual([may(255, 0, 0, 255), may(0, 255, 255, 255)], [0, 1]);
  assert.deepEqual([may(255, 255, 255, 128), may(255, 255, 255, 127)], [1, 0]);
});
