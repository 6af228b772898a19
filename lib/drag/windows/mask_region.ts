import { float32, type Tensor } from "../../tensor.ts";
import { InputError } from "../../errors.ts";
import { type Size, sizeText } from "../../generators/size.ts";
import { type Box, clipped, ringed, wholeBox } from "../../generators/windows/box.ts";
import { cover } from "./cover.ts";

/** A rectangle of features that the mask term looks at, and what of the picture it holds still. */
export interface MaskPart {
  /** Features whose pixels are held still. */
  readonly cells: Box;
  /** The same with a ring of one more, from which those pixels are resized, as far as it lies on the map. */
  readonly features: Box;
  /** 1 where a pixel must not change, [f², rows, columns of cells]: pixel (i, j) of each cell is number i · f + j. */
  readonly fixed: Tensor<"float32">;
}

/** The pixels of the cells of a box, one cell after the other for each place in a cell. */
function phases(fixed: Float32Array, columns: number, factor: number, cells: Box): Tensor<"float32"> {
  const { x, y, width, height } = cells;
  const data = new Float32Array(factor * factor * width * height);
  let at = 0;
  for (let i = 0; i < factor; i++) {
    for (let j = 0; j < factor; j++) {
      for (let row = y; row < y + height; row++) {
        for (let column = x; column < x + width; column++, at++) {
          data[at] = fixed[(row * factor + i) * columns + column * factor + j]!;
        }
      }
    }
  }
  return float32([factor * factor, height, width], data);
}

/**
 * The parts of the feature map that a mask term reads.
 *
 * @param fixed 1 where the picture must not change, [H, W].
 * @param size of the feature map; H and W are one multiple of it.
 * @param whole one part that is all of the map.
 * @throws {InputError} when H and W are no such multiples.
 */
export function maskParts(fixed: Tensor, size: Size, whole: boolean): MaskPart[] {
  const [height, width] = fixed.shape as [number, number];
  const factor = width / size[1];
  if (!Number.isInteger(factor) || factor * size[0] !== height) {
    throw new InputError(
      `Expected a map of a size that divides the mask's, ${height} × ${width}, but found ${sizeText(size)}.`,
    );
  }
  const data = fixed.data as Float32Array;
  const set = new Uint8Array(size[0] * size[1]);
  data.forEach((v, i) => {
    const [row, column] = [Math.floor(i / width), i % width];
    if (v > 0) set[Math.floor(row / factor) * size[1] + Math.floor(column / factor)] = 1;
  });
  const boxes = whole ? [wholeBox(size)] : cover({ size, set });
  return boxes.map((cells) => ({
    cells,
    features: clipped(ringed(cells, 1), size),
    fixed: phases(data, width, factor, cells),
  }));
}
