import { type Tree } from "../onnx/tree.ts";
import { type Tensor } from "../tensor.ts";
import { type AdamState } from "./adam.ts";
import { type Point } from "./points.ts";

/** Everything the next step depends on: a drag resumes from it with an identical trajectory. */
export interface DragState {
  /** Updates made so far. */
  readonly step: number;
  /** Handles after the last tracking. */
  readonly handles: readonly Point[];
  /** The optimised variable, in the latent space of the method. */
  readonly variable: Tensor;
  /** What the optimiser remembers. */
  readonly adam: AdamState;
  /** What the method learned on the way, float32; absent where all it knows is of the undragged picture. */
  readonly memory?: Tree<Tensor>;
}

/** One step: the state of the drag before its update, and what the update left behind. */
export interface DragStep {
  /** Updates made before it: 0 for the first step. */
  readonly step: number;
  /** Handles after tracking. */
  readonly handles: readonly Point[];
  /** Pixels between each handle and its target. */
  readonly distances: readonly number[];
  /** Confidence of each handle, relative to the undragged picture. */
  readonly confidence: readonly number[];
  /** What supervised each handle. */
  readonly supervisedBy: readonly ("current" | "template")[];
  /** Score maps of the search windows, [n, k, k] with k = 2 · r2 + 1. */
  readonly scores: Tensor;
  /** Absent on the step that ends a drag which arrived. */
  readonly loss?: number;
  /** Gradient of the loss with respect to the variable; absent as the loss is. */
  readonly gradient?: Tensor;
  /** Whether every handle has arrived, so that no update was made. */
  readonly stopped: boolean;
  /** The state after the update. */
  readonly state: DragState;
}
