import { type Point } from "../drag/points.ts";
import { type Square } from "../metrics/faces/sample_square.ts";

/** Which square around a face, by the vectors between its eyes and from its eyes to its mouth. */
export interface FaceCrop {
  /** Side at least, in distances of the eyes' centres. */
  readonly eyes: number;
  /** Side at least, in distances from the middle of the eyes to the middle of the mouth. */
  readonly mouth: number;
  /** How far its centre is below the middle of the eyes, in parts of the way to the mouth. */
  readonly down: number;
}

/**
 * The squares that generators of faces were trained on.
 *
 * - `celeba`: that of TF-Hub's progan-128, measured as the landmarks of 59 of its faces: eyes 45.4 ± 3.8 pixels of 128
 *   apart, mouth 47.3 ± 3.8 below them, the middle of the eyes at y = 50.6. It is the middle 108 × 108 pixels of CelebA's
 *   178 × 218, where the eyes are 38.1 apart.
 * - `ffhq`: FFHQ's and CelebA-HQ's (Karras et al., "Progressive growing of GANs", appendix C, as in FFHQ's
 *   `download_ffhq.py`).
 */
export const FACE_CROPS = {
  celeba: { eyes: 2.73, mouth: 2.62, down: 0.273 },
  ffhq: { eyes: 4, mouth: 3.6, down: 0.1 },
} as const satisfies Readonly<Record<string, FaceCrop>>;

/** The mean of the points `from` to `to` (exclusive). */
function meanOf(points: readonly Point[], from: number, to: number): Point {
  const own = points.slice(from, to);
  return [0, 1].map((axis) => own.reduce((sum, p) => sum + p[axis]!, 0) / own.length) as [number, number];
}

const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1]];
const middle = (a: Point, b: Point): Point => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];

/**
 * The square around a face.
 *
 * @param points its 68 landmarks, in the order of the 300-W set.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { FACE_CROPS, faceSquare } from "./face_crop.ts";
 * const points = Array.from({ length: 68 }, (_, i): [number, number] => i < 42 ? [40, 50] : i < 48 ? [80, 50] : [60, 90]);
 * const { centre, across } = faceSquare(points, FACE_CROPS.ffhq);
 * assert.deepEqual(centre.map(Math.round), [60, 54]);
 * assert.deepEqual(across.map(Math.round), [160, 0]); // four times the distance of the eyes
 * ```
 */
export function faceSquare(points: readonly Point[], { eyes, mouth, down }: FaceCrop): Square {
  const [left, right] = [meanOf(points, 36, 42), meanOf(points, 42, 48)];
  const [between, lips] = [middle(left, right), middle(points[48]!, points[54]!)];
  const [toRight, toMouth] = [minus(right, left), minus(lips, between)];
  // The way from left to right that both vectors agree on: the way to the mouth turned, and the eyes' own.
  const [x, y] = [toRight[0] + toMouth[1], toRight[1] - toMouth[0]];
  const side = Math.max(eyes * Math.hypot(...toRight), mouth * Math.hypot(...toMouth)) / Math.hypot(x, y);
  return {
    centre: [between[0] + down * toMouth[0], between[1] + down * toMouth[1]],
    across: [x * side, y * side],
  };
}
