import * as o from "../../onnx/ops/mod.ts";
import { insideOf } from "../view.ts";
import { type SupervisedPatch } from "./supervised_patch.ts";

/**
 * DragDiffusion's square of (2 r1 + 1)² pixels, cut off at the grid's border: the mean over what is left, times
 * (2 r1 + 1)² (Yujun-Shi/DragDiffusion, `utils/drag_utils.py`). Samples that the shift moves off the grid do not count
 * (our choice: the authors' code fails there).
 */
export const squarePatch: SupervisedPatch = {
  name: "square",
  windowRadius: (r1) => r1,
  weights: (_points, { xs, ys, inside }, shift, _r1, grid) => {
    const [dx, dy] = [0, 1].map((axis) => o.slice(shift, 1, axis, axis + 1));
    return o.mul(inside, insideOf(o.add(xs, dx!), o.add(ys, dy!), grid));
  },
  gain: (r1) => (2 * r1 + 1) ** 2,
};
