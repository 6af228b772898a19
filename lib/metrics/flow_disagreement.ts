import { InputError } from "../errors.ts";
import { float32, type Tensor } from "../tensor.ts";

/** A flow [R, R, 2] at a place between pixels, bilinearly. */
function flowAt({ shape: [side], data }: Tensor<"float32">, x: number, y: number): [number, number] {
  const [left, above] = [Math.floor(x), Math.floor(y)];
  const corners = [[left, above], [left + 1, above], [left, above + 1], [left + 1, above + 1]] as const;
  const sum: [number, number] = [0, 0];
  for (const [column, row] of corners) {
    const weight = (1 - Math.abs(x - column)) * (1 - Math.abs(y - row));
    if (weight === 0) continue;
    const at = 2 * (row * side! + column);
    sum[0] += weight * data[at]!;
    sum[1] += weight * data[at + 1]!;
  }
  return sum;
}

/**
 * How far from each pixel one comes back to, following the flow to the other picture and the other's flow from there:
 * the forward–backward check. Small where flows can be trusted.
 *
 * @param forward [R, R, 2], as `opticalFlow` gives it.
 * @param backward [R, R, 2], the same with the pictures exchanged.
 * @returns [R, R], in pixels; infinite where the flow leads out of the picture.
 * @throws {InputError} when the flows have other shapes, or different ones.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../tensor.ts";
 * import { flowDisagreement } from "./flow_disagreement.ts";
 * const [right, left] = [1, -1].map((dx) => float32([2, 2, 2], [dx, 0, dx, 0, dx, 0, dx, 0]));
 * assert.deepEqual([...flowDisagreement(right!, left!).data], [0, Infinity, 0, Infinity]);
 * ```
 */
export function flowDisagreement(
  forward: Tensor<"float32">,
  backward: Tensor<"float32">,
): Tensor<"float32"> {
  const [a, b] = [forward, backward].map(({ shape }) => `[${shape.join(", ")}]`);
  const side = forward.shape[0]!;
  if (a !== b || a !== `[${side}, ${side}, 2]`) {
    throw new InputError(`Expected two flows [R, R, 2] of one size but found ${a} and ${b}.`);
  }
  const isInside = (v: number): boolean => v >= 0 && v <= side - 1;
  const distances = Float32Array.from({ length: side * side }, (_, i) => {
    const [dx, dy] = [forward.data[2 * i]!, forward.data[2 * i + 1]!];
    const [x, y] = [i % side + dx, Math.floor(i / side) + dy];
    if (!isInside(x) || !isInside(y)) return Infinity;
    const [backX, backY] = flowAt(backward, x, y);
    return Math.hypot(dx + backX, dy + backY);
  });
  return float32([side, side], distances);
}
