import { type RgbaImage } from "../../formats/image.ts";
import { addColour, placeInSquare, type Square } from "./sample_square.ts";

/** How far from its border a square fades into the picture, in parts of its side. Our choice. */
const FADE = 0.06;

/** How much of a square is seen at a place: 0 outside and at its border, 1 inside of the fading ring. */
function opacity(x: number, y: number, size: number): number {
  const inside = Math.min(x, y, size - 1 - x, size - 1 - y) / (FADE * size);
  const t = Math.min(Math.max(inside, 0), 1);
  return t * t * (3 - 2 * t);
}

/**
 * A picture with a square of it replaced by another picture, which is resampled bilinearly and fades into it at the border.
 *
 * @param pasted a square picture: what `sampleSquare` would cut out.
 */
export function pasteSquare(picture: RgbaImage, square: Square, pasted: RgbaImage): RgbaImage {
  const data = picture.data.slice();
  const sum = new Float64Array(3);
  for (let i = 0; i < picture.width * picture.height; i++) {
    const place = [i % picture.width, Math.floor(i / picture.width)] as const;
    const [x, y] = placeInSquare(square, pasted.width, place);
    const share = opacity(x, y, pasted.width);
    if (share === 0) continue;
    sum.fill(0);
    addColour(sum, pasted, [x, y], "mirrored");
    for (let c = 0; c < 3; c++) data[4 * i + c] = (1 - share) * picture.data[4 * i + c]! + share * sum[c]!;
  }
  return { ...picture, data };
}
