import { type DragSession } from "../../lib/drag/session.ts";
import { type Tree } from "../../lib/onnx/tree.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";
import { normalTensor } from "../normal_tensor.ts";

/** 1 (free) but for the left upper corner of the picture, an eighth of a side wide. */
export function freeButCorner(side: number): Tensor {
  const fixed = (i: number): boolean => i % side < side / 8 && i < side ** 2 / 8;
  return float32([side, side], Float32Array.from({ length: side ** 2 }, (_, i) => (fixed(i) ? 0 : 1)));
}

/** A variable some way from the undragged picture's, where the mask term is no rounding error. */
function moved(variable: Tensor): Tensor {
  const by = normalTensor(variable.shape, 11, 0.1).data;
  return float32(variable.shape, (variable.data as Float32Array).map((v, i) => v + by[i]!));
}

/** A drag step in the middle of a drag: all that it answers, and the gradient. */
export async function stepOnTheWay(session: DragSession): Promise<Tree<Tensor>> {
  const state = { ...session.start, variable: moved(session.start.variable) };
  const { handles, confidence, scores, loss, gradient } = await session.step(state);
  return {
    handles: float32([handles.length, 2], handles.flat()),
    confidence: float32([confidence.length], confidence),
    scores: scores!,
    loss: float32([], [loss!]),
    gradient: gradient!,
  };
}
