import * as o from "../../onnx/ops/mod.ts";
import { type TensorFunction, tensorFunction } from "../../runtime/tensor_function.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type PictureDistance } from "./lpips.ts";

/** Height and width at which pictures are compared (DragBench's `run_eval_similarity.py`). */
const SIZE = [224, 224] as const;

/**
 * Image fidelity (IF) as DragBench has it: 1 − distance of a picture before and after an edit, [N], where the distance is
 * LPIPS with AlexNet and both are resized to 224 × 224 bilinearly, without smoothing. An undone edit has 1, so that it
 * rewards doing nothing: read it beside the mean distance.
 *
 * Arguments: pictures [N, 3, H, W] before and after, RGB from −1 to 1.
 *
 * @param distance such as `lpips`, or a stand-in.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as ops from "../../onnx/ops/mod.ts";
 * import { tensorFunction } from "../../runtime/tensor_function.ts";
 * import type { Symbolic } from "../../onnx/symbolic.ts";
 * import { float32, zeros } from "../../tensor.ts";
 * import { imageFidelity } from "./image_fidelity.ts";
 * const squared = tensorFunction("squared", (a: Symbolic, b: Symbolic) =>
 *   ops.reduceMean(ops.square(ops.sub(a, b)), { axes: [1, 2, 3] }));
 * const white = float32([1, 3, 1, 1], [1, 1, 1]);
 * const { data } = await imageFidelity(squared).run(white, zeros([1, 3, 1, 1]));
 * assert(Math.abs(Number(data[0])) < 1e-6);
 * ```
 */
export const imageFidelity = (
  distance: PictureDistance,
): TensorFunction<[before: Symbolic, after: Symbolic], Symbolic> =>
  tensorFunction("imageFidelity", (before, after) => {
    const resized = (x: Symbolic): Symbolic => o.resizeBilinear(x, SIZE);
    return o.sub(1, distance(resized(before), resized(after)));
  });
