import { type RgbaImage } from "./image_rgba.ts";

/** How a stored picture becomes upright: whether its rows become columns, and what is mirrored before. */
interface Turn {
  readonly isTransposed: boolean;
  readonly isMirrored: boolean;
  readonly isFlipped: boolean;
}

/** What EXIF's orientations ask for. */
function turnOf(orientation: number): Turn {
  return {
    isTransposed: orientation >= 5,
    isMirrored: [2, 3, 7, 8].includes(orientation),
    isFlipped: [3, 4, 6, 7].includes(orientation),
  };
}

/**
 * A picture as viewers show it.
 *
 * @param orientation EXIF's, 1 to 8; 1 is upright. From 5 on, width and height change places.
 */
export function upright(picture: RgbaImage, orientation: number): RgbaImage {
  if (orientation === 1) return picture;
  const { isTransposed, isMirrored, isFlipped } = turnOf(orientation);
  const { width: across, height: down, data } = picture;
  const first = (isMirrored ? across - 1 : 0) + (isFlipped ? (down - 1) * across : 0);
  const steps = [isMirrored ? -1 : 1, isFlipped ? -across : across] as const;
  const [toRight, toBelow] = isTransposed ? [steps[1], steps[0]] : steps;
  const [width, height] = isTransposed ? [down, across] : [across, down];
  const stored = new Uint32Array(data.buffer, data.byteOffset, across * down);
  const pixels = new Uint32Array(across * down);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) pixels[at++] = stored[first + x * toRight + y * toBelow]!;
  }
  return { width, height, data: new Uint8ClampedArray(pixels.buffer) };
}
