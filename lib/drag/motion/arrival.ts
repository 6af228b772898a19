import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";

/** When a handle counts as arrived, and until when it is pulled; lengths are to the targets, [n, 1], in pixels. */
export interface Arrival {
  /** What records call it. */
  readonly name: string;
  /** Whether a handle just at the stop distance has arrived, too, and not only a nearer one. */
  readonly atStopDistance: boolean;
  /** Which handles are pulled. */
  readonly pulled: (lengths: Symbolic, stopDistance: number) => Symbolic;
}

/** Arrived at the stop distance, pulled on until one pixel is left while others have not (DragGAN's code). */
export const pulledToTheEnd: Arrival = {
  name: "pulled-to-the-end",
  atStopDistance: true,
  pulled: (lengths) => o.greater(lengths, 1),
};

/** Arrived when nearer than the stop distance, and left alone there (DragDiffusion's code). */
export const leftAlone: Arrival = {
  name: "left-alone",
  atStopDistance: false,
  pulled: (lengths, stopDistance) => o.greaterOrEqual(lengths, stopDistance),
};

/** Which handles have arrived. The drag ends when all have. */
export const hasArrived = (
  { atStopDistance }: Arrival,
  lengths: Symbolic,
  stopDistance: number,
): Symbolic => atStopDistance ? o.lessOrEqual(lengths, stopDistance) : o.less(lengths, stopDistance);
