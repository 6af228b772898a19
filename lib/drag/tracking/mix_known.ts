import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type TensorFunction, tensorFunction } from "../../runtime/tensor_function.ts";

/**
 * (1 − rate) · known + rate · seen: the running mean by which trackers follow what they find.
 *
 * known [n, …], seen [n, …], rate [n] from 0 to 1 → [n, …].
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { mixKnown } from "./mix_known.ts";
 *
 * const { data } = await mixKnown.run(float32([2, 1], [1, 1]), float32([2, 1], [3, 3]), float32([2], [0.5, 0]));
 * assert.deepEqual([...data], [2, 1]);
 * ```
 */
export const mixKnown: TensorFunction<[Symbolic, Symbolic, Symbolic], Symbolic> = tensorFunction(
  "mixKnown",
  (known, seen, rate) => {
    const share = o.reshape(rate, [rate.shape[0]!, ...known.shape.slice(1).map(() => 1)]);
    return o.add(known, o.mul(share, o.sub(seen, known)));
  },
);
