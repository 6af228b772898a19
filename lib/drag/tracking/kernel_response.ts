import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type TensorFunction, tensorFunction } from "../../runtime/tensor_function.ts";

/**
 * S(q) = Σ_ij z_ij · F(q + spacing · (i, j)): response of each handle's k × k filter, its taps `spacing` samples apart.
 *
 * features [n, C, h, w], kernel [n, C, k, k] → [n, h − (k − 1) · spacing, w − (k − 1) · spacing]. With k = 1 it is
 * `filterResponse`. Source: the target classifiers of ATOM and DiMP.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { kernelResponseBy } from "./kernel_response.ts";
 *
 * const features = float32([1, 1, 2, 3], [1, 2, 3, 4, 5, 6]);
 * const { data } = await kernelResponseBy(1).run(features, float32([1, 1, 2, 2], [1, 0, 0, 10]));
 * assert.deepEqual([...data], [51, 62]);
 * ```
 */
export const kernelResponseBy = (spacing: number): TensorFunction<[Symbolic, Symbolic], Symbolic> =>
  tensorFunction("kernelResponse", (features, kernel) => {
    const [n, c, h, w] = features.shape as [number, number, number, number];
    const k = kernel.shape[2]!;
    const [rows, columns] = [h - (k - 1) * spacing, w - (k - 1) * spacing];
    const weights = o.transposeLast(o.reshape(kernel, [n, c, k * k]));
    const responses = o.reshape(o.matMul(weights, o.reshape(features, [n, c, h * w])), [n, k * k, h, w]);
    const taps = Array.from({ length: k * k }, (_, tap) => {
      const [top, left] = [Math.floor(tap / k) * spacing, (tap % k) * spacing];
      const one = o.slice(responses, 1, tap, tap + 1);
      return o.slice(o.slice(one, 2, top, top + rows), 3, left, left + columns);
    });
    return o.reshape(taps.reduce((a, b) => o.add(a, b)), [n, rows, columns]);
  }, ["features [n, C, h, w]", "kernel [n, C, k, k]"]);
