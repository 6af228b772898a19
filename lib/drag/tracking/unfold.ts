import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type TensorFunction, tensorFunction } from "../../runtime/tensor_function.ts";

/**
 * All patches of k × k neighbours as vectors ("im2col"), k being `kernelSize`: what makes of the learning of a k × k
 * filter that of a 1 × 1 filter with k² times the channels.
 *
 * features [n, C, h, w] → [n, (h − k + 1) · (w − k + 1), C · k²]: places in reading order, their channels outermost.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { unfoldBy } from "./unfold.ts";
 *
 * const { data } = await unfoldBy(2).run(float32([1, 1, 2, 3], [1, 2, 3, 4, 5, 6]));
 * assert.deepEqual([...data], [1, 2, 4, 5, 2, 3, 5, 6]); // two places
 * ```
 */
export const unfoldBy = (kernelSize: number): TensorFunction<[Symbolic], Symbolic> =>
  tensorFunction("unfold", (features) => {
    const [n, c, h, w] = features.shape as [number, number, number, number];
    const [rows, columns] = [h - kernelSize + 1, w - kernelSize + 1];
    const taps = Array.from({ length: kernelSize * kernelSize }, (_, tap) => {
      const [i, j] = [Math.floor(tap / kernelSize), tap % kernelSize];
      return o.slice(o.slice(features, 2, i, i + rows), 3, j, j + columns);
    });
    const vectors = o.reshape(o.stack(taps, 2), [n, c * taps.length, rows * columns]);
    return o.transposeLast(vectors);
  }, ["features [n, C, h, w]"]);
