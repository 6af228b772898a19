import * as o from "../../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { type Runtime } from "../../lib/runtime/runtime.ts";
import { type Tensor } from "../../lib/tensor.ts";

/** A picture moved to the right by whole pixels; its left border goes on. */
export const moved = (runtime: Runtime, picture: Tensor, pixels: number): Promise<Tensor> =>
  runtime.run((p: Symbolic) => {
    const [n, c, height, width] = p.shape as [number, number, number, number];
    const border = o.expand(o.slice(p, 3, 0, 1), [n, c, height, pixels]);
    return o.concat([border, o.slice(p, 3, 0, width - pixels)], 3);
  }, picture);
