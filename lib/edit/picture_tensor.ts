import { type RgbaImage } from "../formats/image.ts";
import { float32, type Tensor } from "../tensor.ts";

/**
 * A picture as models take it: [1, 3, H, W], red, green and blue as k / 127.5 − 1. Opacity is left out, as in the
 * authors' code.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { pictureTensor } from "./picture_tensor.ts";
 * const { shape, data } = pictureTensor({ width: 1, height: 1, data: Uint8ClampedArray.of(0, 255, 51, 255) });
 * assert.deepEqual(shape, [1, 3, 1, 1]);
 * assert.deepEqual([...data], [-1, 1, Math.fround(-0.6)]);
 * ```
 */
export function pictureTensor({ width, height, data }: RgbaImage): Tensor<"float32"> {
  const size = width * height;
  const values = Float32Array.from(
    { length: 3 * size },
    (_, i) => data[4 * (i % size) + Math.floor(i / size)]! / 127.5 - 1,
  );
  return float32([1, 3, height, width], values);
}
