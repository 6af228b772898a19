import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";

/** When a handle counts as arrived, and until when it is pulled; lengths are to the targets, [n, 1], in pixels. */
export interface Arrival {
  /** What records call it. */
  readonly name: string;
  /** Which handles have arrived. The drag ends when all have. */
  readonly arrived: (lengths: Symbolic, stopDistance: number) => Symbolic;
  /** Whether one is, of which the length is known. */
  readonly hasArrived: (length: number, stopDistance: number) => boolean;
  /** Which handles are pulled. */
  readonly pulled: (lengths: Symbolic, stopDistance: number) => Symbolic;
}

/** Arrived at the stop distance, pulled on until one pixel is left while others have not (DragGAN's code). */
export const pulledToTheEnd: Arrival = {
  name: "pulled-to-the-end",
  arrived: (lengths, stopDistance) => o.lessOrEqual(lengths, stopDistance),
  hasArrived: (length, stopDistance) => length <= stopDistance,
  pulled: (lengths) => o.greater(lengths, 1),
};

/** Arrived when nearer than the stop distance, and left alone there (DragDiffusion's code). */
export const leftAlone: Arrival = {
  name: "left-alone",
  arrived: (lengths, stopDistance) => o.less(lengths, stopDistance),
  hasArrived: (length, stopDistance) => length < stopDistance,
  pulled: (lengths, stopDistance) => o.greaterOrEqual(lengths, stopDistance),
};
