import assert from "node:assert/strict";
import { type Generator } from "../../lib/generators/generator.ts";
import { wholeMaps, windowMap } from "../../lib/generators/windows/maps.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { type Runtime } from "../../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";
import { normalTensor } from "../normal_tensor.ts";
import { difference, largest } from "../parity.ts";

/** Windows of `height` × `width` features whose first pixels are [x, y], of the map of a block. */
export interface WindowCase {
  /** Index of the block. */
  readonly block: number;
  /** The last map, of those that it is made from, that is computed whole. */
  readonly shared: number;
  /** Features down. */
  readonly height: number;
  /** Features across. */
  readonly width: number;
  /** First pixel of each window. */
  readonly first: readonly (readonly [number, number])[];
}

/** Columns (0) or rows (1) of the first pixels, [m, 1]. */
export const startOf = (first: WindowCase["first"], axis: number): Tensor<"float32"> =>
  float32([first.length, 1], first.map((xy) => xy[axis]!));

/** The whole map cut at the windows, zeros outside. */
function expected(map: Tensor, { height, width, first }: WindowCase): Float32Array {
  const [, c, h, w] = map.shape as [number, number, number, number];
  const out = new Float32Array(first.length * c * height * width);
  let at = 0;
  for (const [x0, y0] of first) {
    for (let channel = 0; channel < c; channel++) {
      for (let y = y0; y < y0 + height; y++) {
        for (let x = x0; x < x0 + width; x++, at++) {
          if (y < 0 || x < 0 || y >= h || x >= w) continue;
          out[at] = (map.data as Float32Array)[(channel * h + y) * w + x]!;
        }
      }
    }
  }
  return out;
}

/** The map of a block inside of windows, as a function of the latent and their columns and rows. */
export const inWindows = (generator: Generator, { block, shared, height, width }: WindowCase) =>
(
  latent: Symbolic,
  x: Symbolic,
  y: Symbolic,
): Symbolic => {
  const blocks = generator.windows!(block);
  const place = { rows: { start: y, size: height }, columns: { start: x, size: width } };
  return windowMap(blocks, latent, blocks.length - 1, place, wholeMaps(blocks, latent, shared)).map;
};

/** Compares windows with the whole map. */
export async function checkWindows(runtime: Runtime, generator: Generator, c: WindowCase): Promise<void> {
  const latent = normalTensor(generator.latentShape, 5);
  const whole = await runtime.run((z: Symbolic) => generator.features(z, c.block), latent);
  const ours = await runtime.run(inWindows(generator, c), latent, startOf(c.first, 0), startOf(c.first, 1));
  const apart = difference(ours, float32(ours.shape, expected(whole, c)));
  assert(apart <= 1e-5 * largest(whole), `${JSON.stringify(c)}: ${apart} of ${largest(whole)}`);
}
