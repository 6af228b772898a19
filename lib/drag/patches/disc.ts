import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Size } from "../../generators/size.ts";
import { type Window } from "../view.ts";

/**
 * Which samples of a window lie on the disc of `radius` pixels around each point [n, 2] and inside of a grid:
 * [n, k, k] of 0 and 1.
 *
 * The test is `distance < radius` on coordinates i · R / (R − 1), DragGAN's `linspace(0, R, R)`: the disc slides
 * by up to one pixel towards the upper left, which parity with the authors' code needs.
 */
export function disc(points: Symbolic, window: Window, radius: number, [height, width]: Size): Symbolic {
  const [n, k] = window.xs.shape as [number, number];
  const offset = (v: Symbolic, axis: number, length: number): Symbolic =>
    o.square(o.sub(o.mul(v, length / (length - 1)), o.slice(points, 1, axis, axis + 1)));
  const dx = o.reshape(offset(window.xs, 0, width), [n, 1, k]);
  const dy = o.reshape(offset(window.ys, 1, height), [n, k, 1]);
  const on = o.cast(o.less(o.sqrt(o.add(dx, dy)), radius), "float32");
  return o.mul(on, window.inside);
}
