import { type Size } from "../../generators/size.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Window } from "../view.ts";

/** Which pixels around a handle are supervised, for a radius r1. */
export interface SupervisedPatch {
  /** What it is called. */
  readonly name: string;
  /** Radius of the square window that holds it, in whole pixels of the grid. */
  readonly windowRadius: (r1: number) => number;
  /**
   * 1 for the samples of a window [n, k, k] that belong to the patches around points [n, 2], else 0. The window is
   * compared with itself moved by `shift` [n, 2].
   */
  readonly weights: (points: Symbolic, window: Window, shift: Symbolic, r1: number, grid: Size) => Symbolic;
  /** What the mean over the patch is multiplied by. */
  readonly gain: (r1: number) => number;
}
