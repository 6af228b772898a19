import { type Tree } from "../onnx/tree.ts";
import { type Tensor } from "../tensor.ts";
import { type AdamState } from "../optimise/adam.ts";
import { type Point } from "./points.ts";

/** What a method learned on the way, by names of its own: float32 tensors in trees. */
export type Memory = Readonly<Record<string, Tree<Tensor>>>;

/** Everything the next step depends on: a drag resumes from it with an identical trajectory. */
export interface DragState {
  /** Updates made so far. */
  readonly step: number;
  /** Handles after the last step. */
  readonly handles: readonly Point[];
  /** The optimised variable, in the latent space of the method: as that space has it, such as w [1, w_dim]. */
  readonly variable: Tensor;
  /** What the optimiser remembers. */
  readonly adam: AdamState;
  /** What the method learned on the way, by its own names; absent where all it knows is of the undragged picture. */
  readonly memory?: Memory;
}

/** One step: the state of the drag before its update, and what the update left behind. */
export interface DragStep {
  /** Updates made before it: 0 for the first step. */
  readonly step: number;
  /** Handles after tracking; where the method does not track, the points it pulls the content to (FreeDrag). */
  readonly handles: readonly Point[];
  /** Pixels between each handle and its target. */
  readonly distances: readonly number[];
  /**
   * Confidence of each handle: relative to the undragged picture, or how near its patch is to the template, from 0 to
   * 0.68 (FreeDrag's weight of the current feature).
   */
  readonly confidence: readonly number[];
  /** What supervised each handle. */
  readonly supervisedBy: readonly ("current" | "template")[];
  /** Score maps of the search windows, [n, k, k] with k = 2 · r2 + 1, in pixels of the grid; absent where the method searches none. */
  readonly scores?: Tensor;
  /** Absent on the step that ends a drag which arrived. */
  readonly loss?: number;
  /** Gradient of the loss with respect to the variable, of its shape; absent as the loss is. */
  readonly gradient?: Tensor;
  /** Whether every handle has arrived, so that no update was made. */
  readonly stopped: boolean;
  /** The state after the update. */
  readonly state: DragState;
}
