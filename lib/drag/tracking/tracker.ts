import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Tree } from "../../onnx/tree.ts";
import { type FeatureView } from "../view.ts";

/** How well each place of the search window fits each handle. */
export interface Scores {
  /** Higher is better, [n, k, k]; the handle moves to the largest. */
  readonly fused: Symbolic;
  /** The part on an absolute scale, from which confidence is read, [n, k, k]. */
  readonly absolute: Symbolic;
}

/** What a tracker sees: the feature map, and the windows it may look at. */
export interface TrackingContext {
  /** The feature map around each handle, or all of it; no gradient flows back to it. */
  readonly view: FeatureView;
  /** Handles after the last tracking, the middle of the search window, [n, 2]: x and y in pixels of the grid. */
  readonly handles: Symbolic;
  /** Features of the search window, [n, C, k, k] with k = 2 · r2 + 1. */
  readonly window: Symbolic;
  /** 1 where the search window lies inside the picture, [n, k, k]. */
  readonly inside: Symbolic;
}

/** What a tracker sees when it brings what it knows up to date. */
export interface UpdateContext {
  /** The feature map around each handle, or all of it; no gradient flows back to it. */
  readonly view: FeatureView;
  /** Handles as they were just found, [n, 2]: x and y in pixels of the grid. */
  readonly handles: Symbolic;
  /** Confidence of each, [n]. */
  readonly confidence: Symbolic;
}

/** A point tracker: what it learns from the first feature map, and how it scores a search window. */
export interface Tracker {
  /** What it is called. */
  readonly name: string;
  /**
   * Its numbers and choices: records show them, and results of experiments are found again by them, so that a tracker
   * whose code has changed needs another name or number here, such as `{ version: 2 }`. Default: none.
   */
  readonly settings?: Readonly<Record<string, number | string>>;
  /**
   * How far beyond the search window it reads when it scores, and around the found handle when it updates, in pixels
   * as r2 has them (default 0): steps compute the features so far, and have zeros beyond.
   */
  readonly reach?: number;
  /** Looks at the features of the undragged picture and the handles [n, 2] there; the result is what it knows. */
  readonly prepare: (view: FeatureView, handles: Symbolic) => Tree<Symbolic>;
  /** Scores the search window with what it knows. */
  readonly score: (context: TrackingContext, known: Tree<Symbolic>) => Scores;
  /**
   * What it knows in the next step, float32 tensors in a tree like the one it knows now; absent: what was prepared is
   * kept for the drag.
   */
  readonly update?: (context: UpdateContext, known: Tree<Symbolic>) => Tree<Symbolic>;
}
