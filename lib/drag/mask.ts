import { InputError } from "../errors.ts";
import { decodeImage } from "../formats/image.ts";
import { decodeNpy } from "../formats/npy.ts";
import { type Size, sizeText } from "../generators/size.ts";
import { float32, type Tensor } from "../tensor.ts";

const isNpy = (bytes: Uint8Array): boolean => bytes[0] === 0x93;

/** White of a picture: the mean of red, green and blue is at least 128, and so is the opacity. */
function fromImage(bytes: Uint8Array): Tensor<"float32"> {
  const { width, height, data } = decodeImage(bytes);
  const brightest = data.reduce((most, v, i) => (i % 4 < 3 && v > most ? v : most), 0);
  if (brightest > 0 && brightest < 128) {
    throw new InputError(
      `Expected a mask that is white (255) where the picture may move but found at most ${brightest}.`,
    );
  }
  return float32(
    [height, width],
    Float32Array.from({ length: width * height }, (_, i) => {
      const [r, g, b, a] = data.subarray(4 * i, 4 * i + 4) as unknown as [number, number, number, number];
      return r + g + b >= 3 * 128 && a >= 128 ? 1 : 0;
    }),
  );
}

/**
 * A mask out of an array [H, W]: 1 where it is above 0, else 0.
 *
 * @throws {InputError} when it has another shape, half-precision numbers, or NaN.
 */
export function maskOf({ dtype, shape, data }: Tensor): Tensor<"float32"> {
  if (shape.length !== 2 || dtype === "float16") {
    throw new InputError(
      `Expected a mask of numbers [H, W] but found ${dtype} [${shape.join(", ")}].`,
    );
  }
  if ((data as Float32Array).some(Number.isNaN)) {
    throw new InputError("Expected a mask of numbers but found NaN in it.");
  }
  return float32(shape, Float32Array.from(data as ArrayLike<number | bigint>, (v) => (v > 0 ? 1 : 0)));
}

/** That a mask [H, W] has another size than its picture, in a sentence; `undefined` where it has not. */
export const maskMisfit = ({ shape }: Tensor, size: Size): string | undefined =>
  String(shape) === String(size)
    ? undefined
    : `Expected a mask of ${sizeText(size)} pixels but found one of ${shape.join(" × ")}.`;

/**
 * Checks that a mask is as large as its picture.
 *
 * @throws {InputError} when it is not.
 */
export function checkMaskSize(mask: Tensor, size: Size): void {
  const misfit = maskMisfit(mask, size);
  if (misfit !== undefined) throw new InputError(misfit);
}

/**
 * Reads a mask: 1 where the picture may move, else 0, [H, W].
 *
 * @param bytes a PNG or JPEG, white (from 128) being 1; or a .npy [H, W], all above 0 being 1.
 * @throws {InputError} when they are neither, or a picture holds small numbers in place of white.
 */
export const decodeMask = (bytes: Uint8Array): Tensor<"float32"> =>
  isNpy(bytes) ? maskOf(decodeNpy(bytes)) : fromImage(bytes);
