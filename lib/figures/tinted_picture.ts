import { checkMaskSize } from "../drag/mask.ts";
import { type Point } from "../drag/points.ts";
import { type RgbaImage } from "../formats/image_rgba.ts";
import { type Size } from "../generators/size.ts";
import { type Tensor } from "../tensor.ts";

/** How much of its brightness and of its colour is left of what may not move. */
const [BRIGHT, COLOURED] = [0.5, 0.35];
/** How much of a region's colour there is. */
const TINT = 0.5;

/** Pixels of a colour. */
export interface Tint {
  /** Where; what is outside of the picture is left out. */
  readonly pixels: readonly Point[];
  /** As `#rrggbb`. */
  readonly colour: string;
}

const rgbOf = (colour: string): number[] => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

/** Whether a mask is 0 at a column and a row, and not beyond its border. */
const holds = ({ data }: Tensor<"float32">, [height, width]: Size, x: number, y: number): boolean =>
  x >= 0 && y >= 0 && x < width && y < height && data[y * width + x] === 0;

/** Whether a pixel of the mask is the last before what may not move, up to `reach` pixels off. */
const isRim = (mask: Tensor<"float32">, size: Size, x: number, y: number, reach: number): boolean =>
  holds(mask, size, x - reach, y) || holds(mask, size, x + reach, y) || holds(mask, size, x, y - reach) ||
  holds(mask, size, x, y + reach);

/** Darkens, in place, what may not move, and draws a white line around the rest. */
function drawMask(data: Uint8ClampedArray, mask: Tensor<"float32">, size: Size): void {
  const reach = Math.max(1, Math.round(Math.max(...size) / 256));
  for (let i = 0; i < mask.data.length; i++) {
    const at = 4 * i;
    if (mask.data[i]! > 0) {
      if (isRim(mask, size, i % size[1], Math.floor(i / size[1]), reach)) data.fill(255, at, at + 3);
      continue;
    }
    const grey = (data[at]! + data[at + 1]! + data[at + 2]!) / 3;
    for (let c = at; c < at + 3; c++) data[c] = BRIGHT * (grey + COLOURED * (data[c]! - grey));
  }
}

function drawTint(data: Uint8ClampedArray, { pixels, colour }: Tint, [height, width]: Size): void {
  const tint = rgbOf(colour);
  for (const [x, y] of pixels) {
    const [column, row] = [Math.round(x), Math.round(y)];
    if (column < 0 || row < 0 || column >= width || row >= height) continue;
    const rgb = data.subarray(4 * (row * width + column)).subarray(0, 3);
    rgb.set(tint.map((v, i) => TINT * v + (1 - TINT) * rgb[i]!));
  }
}

/**
 * A picture in which all that a mask holds still is dark, behind a white line, and pixels have the colours of regions.
 *
 * @param mask 1 where the picture may move, else 0, [H, W]; without one everything may.
 * @throws {InputError} when the mask has another size than the picture.
 */
export function tintedPicture(
  { width, height, data }: RgbaImage,
  mask: Tensor<"float32"> | undefined,
  tints: readonly Tint[] = [],
): RgbaImage {
  const size: Size = [height, width];
  if (mask) checkMaskSize(mask, size);
  const copy = data.slice();
  if (mask) drawMask(copy, mask, size);
  for (const tint of tints) drawTint(copy, tint, size);
  return { width, height, data: copy };
}
