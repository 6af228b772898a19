import { Buffer } from "node:buffer";
import { InputError } from "../errors.ts";
import { encodePng } from "../formats/image.ts";
import { type RgbaImage } from "../formats/image_rgba.ts";
import { type Tensor } from "../tensor.ts";

/**
 * One picture of a batch [N, 3, H, W] of red, green and blue from -1 to 1: 255 · (x + 1) / 2, rounded and clamped,
 * opaque.
 *
 * @throws {InputError} when the tensor is no batch of pictures, has no such index or holds NaN.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../tensor.ts";
 * import { pictureOf } from "./picture.ts";
 * const { data } = pictureOf(float32([1, 3, 1, 1], [-1, 0, 1.5]));
 * assert.deepEqual([...data], [0, 128, 255, 255]);
 * ```
 */
export function pictureOf(pictures: Tensor, index = 0): RgbaImage {
  const [count = 0, channels, height = 0, width = 0] = pictures.shape;
  if (pictures.shape.length !== 4 || channels !== 3 || pictures.data.length === 0) {
    throw new InputError(`Expected pictures [N, 3, H, W] but found shape [${pictures.shape.join(", ")}].`);
  }
  if (pictures.dtype !== "float32" && pictures.dtype !== "float64") {
    throw new InputError(`Expected pictures of float32 or float64 but found ${pictures.dtype}.`);
  }
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw new InputError(`Expected the index of a picture from 0 to ${count - 1} but found ${index}.`);
  }
  const size = width * height;
  const values = (pictures.data as Float32Array | Float64Array).subarray(
    3 * size * index,
    3 * size * (index + 1),
  );
  const data = new Uint8ClampedArray(4 * size).fill(255);
  values.forEach((value, i) => {
    if (Number.isNaN(value)) throw new InputError("Expected a picture of numbers but found NaN in it.");
    data[4 * (i % size) + Math.floor(i / size)] = Math.round((value + 1) * 127.5);
  });
  return { width, height, data };
}

/** The picture as the URL of a PNG, to be embedded in SVG or HTML. */
export const dataUrl = (picture: RgbaImage): string =>
  `data:image/png;base64,${Buffer.from(encodePng(picture)).toString("base64")}`;
