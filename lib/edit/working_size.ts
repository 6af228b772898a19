import { MOST_WIDTH } from "../generators/diffusion/own_width.ts";
import { type Size } from "../generators/size.ts";

/**
 * The size that a picture is worked on at: its own where the model can take it and it is at most as wide as the model's
 * own pictures and 512 pixels; else it is made up to that wide, as in DragDiffusion's code, and each side the nearest
 * multiple of the stride.
 *
 * @param stride pixels of the picture per pixel of the latent.
 * @param own width of the pictures that the model was trained with, in pixels (default 512).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { workingSize } from "./working_size.ts";
 * assert.deepEqual(workingSize([48, 64], 8), [48, 64]);
 * assert.deepEqual(workingSize([1200, 1600], 8), [384, 512]);
 * assert.deepEqual(workingSize([50, 61], 8), [48, 64]);
 * assert.deepEqual(workingSize([300, 400], 4, 64), [48, 64]);
 * ```
 */
export function workingSize([height, width]: Size, stride: number, own = MOST_WIDTH): Size {
  const most = Math.min(own, MOST_WIDTH);
  const fits = height % stride === 0 && width % stride === 0;
  if (fits && width <= most) return [height, width];
  const scale = Math.min(most / width, 1);
  const nearest = (side: number): number => Math.max(stride, stride * Math.round(scale * side / stride));
  return [nearest(height), nearest(width)];
}
