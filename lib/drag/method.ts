import { type ConfidenceScore } from "./confidence/confidence_score.ts";
import { type Motion } from "./motion/motion.ts";
import { motionOf } from "./motion/motion_of.ts";
import { type Supervision } from "./supervision/supervision.ts";
import { type Tracker } from "./tracking/tracker.ts";

/** What all methods have, however they find the handles. */
export interface MethodNumbers {
  /** What records and legends call it. */
  readonly name: string;
  /** Learning rate of Adam, in units of the latent space. */
  readonly lr: number;
  /** Weight of the mask term; counts only where a mask is given. */
  readonly lambdaMask: number;
  /**
   * What the mask term is a mean over: all pixels of the picture, those that may move counting as 0 (DragGAN's code),
   * or the features that are held still (FreeDrag's).
   */
  readonly maskMean: "pixels" | "still-features";
  /**
   * Weight of mean |variable − its start|, DragGAN's regulariser; 0 switches it off.
   */
  readonly lambdaLatent: number;
  /** Index of the generator's block whose map is looked at. */
  readonly featureBlock: number;
  /** Name of the latent space that is optimised. */
  readonly latentSpace: string;
}

/** A method that finds the handles again in the picture of each step, and then pulls them. */
export interface TrackingMethod extends MethodNumbers {
  /** Finds the handles again in the picture of each step. */
  readonly tracker: Tracker;
  /** Says how sure the tracker is of each handle. */
  readonly confidence: ConfidenceScore;
  /** Makes the loss that pulls the handles towards their targets. */
  readonly supervision: Supervision;
  /** Radius of the supervised disc around a handle, in pixels of the picture. */
  readonly r1: number;
  /** Radius of the square in which a handle is searched, in pixels of the picture. */
  readonly r2: number;
  /**
   * After how many updates the tracker prepares again, on the current picture and with the handles found there; 0 keeps
   * what it prepared on the undragged one.
   */
  readonly relearnEvery: number;
  /** The drag ends when every handle is within this many pixels of its target. */
  readonly stopDistance: number;
}

/** A method that does not track. */
export interface TracklessMethod extends MethodNumbers {
  /** What it does with the features of a step. */
  readonly motion: Motion;
}

/**
 * A drag method as a value: which parts it is made of, and its numbers. A new method is a composition of parts; an
 * ablation is a method with one field replaced.
 */
export type Method = TrackingMethod | TracklessMethod;

/** Everything that a method was set to, defaults too, as plain values for records. */
export function methodSettings(method: Method): Record<string, number | string> {
  const { lr, lambdaMask, maskMean, lambdaLatent, featureBlock, latentSpace } = method;
  const shared = { lr, lambdaMask, maskMean, lambdaLatent, featureBlock, latentSpace };
  return { ...motionOf(method).settings, ...shared };
}
