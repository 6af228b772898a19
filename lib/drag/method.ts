import { type ConfidenceScore } from "./confidence/confidence_score.ts";
import { type Supervision } from "./supervision/supervision.ts";
import { type Tracker } from "./tracking/tracker.ts";

/**
 * A drag method as a value: which parts it is made of, and its numbers. A new method is a composition of parts; an
 * ablation is a method with one field replaced.
 */
export interface Method {
  readonly name: string;
  readonly tracker: Tracker;
  readonly confidence: ConfidenceScore;
  readonly supervision: Supervision;
  /** Radius of the supervised disc around a handle, in pixels of the picture. */
  readonly r1: number;
  /** Radius of the square in which a handle is searched, in pixels of the picture. */
  readonly r2: number;
  /** Learning rate of Adam. */
  readonly lr: number;
  /** Weight of the mask term. */
  readonly lambdaMask: number;
  /** Index of the generator's block whose map is looked at. */
  readonly featureBlock: number;
  /** Name of the latent space that is optimised. */
  readonly latentSpace: string;
  /** The drag ends when every handle is within this many pixels of its target. */
  readonly stopDistance: number;
}
