import { counted } from "../../counted.ts";
import { shortNumber } from "../../short_number.ts";
import { bytesOf, type Tensor } from "../../tensor.ts";
import { pictureOf } from "../../figures/picture.ts";
import { type Displayable, displayable } from "./displayable.ts";
import { pictureBundle, type PictureDisplayOptions } from "./picture.ts";
import { tablesBundle } from "./table.ts";
import { elementsOf, type Summary, summaryOf } from "./tensor_numbers.ts";
import { corner, statistics } from "./tensor_table.ts";

/** Options of {@linkcode showTensor}. */
export interface ShowTensorOptions extends PictureDisplayOptions {
  /**
   * Whether it is shown as a picture or as numbers (default: as a picture where it is one of finite numbers
   * [1, 3, H, W] of float32 or float64, at least 16 pixels wide and high).
   */
  readonly as?: "picture" | "numbers";
}

const LEAST_SIDE = 16;

/** Whether a tensor is taken for a picture. */
function isPicture({ dtype, shape }: Tensor, { nan, infinite }: Summary): boolean {
  const [count, channels, height = 0, width = 0] = shape;
  return (dtype === "float32" || dtype === "float64") && shape.length === 4 && count === 1 &&
    channels === 3 &&
    Math.min(height, width) >= LEAST_SIDE && nan + infinite === 0;
}

const UNITS = ["bytes", "KiB", "MiB", "GiB"] as const;

function bytesInWords(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(bytes, 1)) / 10)));
  return `${shortNumber(bytes / 1024 ** power)} ${UNITS[power]}`;
}

/** What a tensor is: `float32 [1, 512], 512 numbers, 2 KiB`. */
function heading(tensor: Tensor): string {
  const { dtype, shape, data } = tensor;
  return `${dtype} [${shape.join(", ")}], ${counted(data.length, "number")}, ${
    bytesInWords(bytesOf(data).length)
  }`;
}

/** What a picture is, and how much of it is outside of what pictures show. */
function pictureWords(tensor: Tensor, { least, most }: Summary): string {
  const range = `from ${shortNumber(least)} to ${shortNumber(most)}`;
  return `${heading(tensor)}, ${range}${least < -1 || most > 1 ? ", clamped to −1 to 1" : ""}`;
}

/**
 * A tensor: shape, dtype, statistics and a corner of its values; one that is a picture is shown as the picture that
 * it is, red, green and blue from −1 to 1.
 *
 * @throws {InputError} when it is to be shown as a picture and is none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { DISPLAY } from "./displayable.ts";
 * import { showTensor } from "./tensor.ts";
 * const bundle = await showTensor(float32([2, 2], [1, 2, 3, 4]))[DISPLAY]();
 * assert.match(bundle["text/plain"], /^float32 \[2, 2\], 4 numbers, 16 bytes\n/);
 * ```
 */
export function showTensor(tensor: Tensor, { as, ...options }: ShowTensorOptions = {}): Displayable {
  const summary = summaryOf(elementsOf(tensor));
  if (as === "picture" || (as === undefined && isPicture(tensor, summary))) {
    const picture = pictureOf(tensor);
    return displayable(() => pictureBundle(picture, pictureWords(tensor, summary), options));
  }
  const tables = tensor.data.length === 0 ? [] : [statistics(summary), corner(tensor)];
  return displayable(() => tablesBundle(heading(tensor), tables));
}
