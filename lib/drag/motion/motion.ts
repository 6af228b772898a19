import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Tree } from "../../onnx/tree.ts";
import { type FeatureView } from "../view.ts";

/** What a motion knows, by names of its own: float32 tensors in trees. */
export type Known = { readonly [name: string]: Tree<Symbolic> };

/** What a motion learns from the undragged picture. */
export type Learned = {
  /** What it may change from step to step; the state of the drag holds it where it does. */
  readonly memory: Known;
  /** What it keeps for the drag. */
  readonly prepared: Known;
};

/** What a motion sees in a step. */
export interface MotionContext extends Learned {
  /** The feature map around each handle, or all of it. */
  readonly view: FeatureView;
  /** Handles after the step before, [n, 2]: x and y in pixels of the grid. */
  readonly handles: Symbolic;
  /** Targets, [n, 2]: x and y in pixels of the grid. */
  readonly targets: Symbolic;
}

/** What a motion answers. */
export type Moved = {
  /** Handles as they are supervised, [n, 2]. */
  readonly handles: Symbolic;
  /** Loss of each handle; its gradient pulls the content towards the targets, [n]. */
  readonly losses: Symbolic;
  /** Confidence of each handle, [n]. */
  readonly confidence: Symbolic;
  /** 1 where the template feature supervises, 0 where the current feature does, [n]. */
  readonly byTemplate: Symbolic;
  /** 1 where a handle has arrived, [n]; the drag ends when all have. */
  readonly arrived: Symbolic;
  /** Score maps of the search windows, [n, k, k]; only where such windows are searched. */
  readonly scores?: Symbolic;
  /** What of the memory changed; absent where nothing ever does. */
  readonly memory?: Known;
};

/** What a method does with the features of a step: where the handles are, and what pulls them. */
export interface Motion {
  /** How far from a handle of the step before it reads features, in pixels of the grid. */
  readonly reach: number;
  /** What it was set to, for records. */
  readonly settings: Readonly<Record<string, number | string>>;
  /** The confidence below which the template supervises, where the motion has such a threshold. */
  readonly tau?: number;
  /** Looks at the features of the undragged picture and the handles [n, 2] there. */
  readonly prepare: (view: FeatureView, handles: Symbolic) => Learned;
  /** Looks at the features of a step. */
  readonly move: (context: MotionContext) => Moved;
  /** After how many updates something is learned again, and what of the memory; absent where nothing is. */
  readonly relearning?: {
    /** Number of updates, at least 1. */
    readonly every: number;
    /** Looks at the features of a picture and the handles [n, 2] there. */
    readonly learn: (view: FeatureView, handles: Symbolic) => Known;
  };
}
