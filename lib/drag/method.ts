import { type ConfidenceScore } from "./confidence/confidence_score.ts";
import { type Arrival } from "./motion/arrival.ts";
import { joinedSettings } from "./joined_settings.ts";
import { type Motion } from "./motion/motion.ts";
import { motionOf } from "./motion/motion_of.ts";
import { type SupervisedPatch } from "./patches/supervised_patch.ts";
import { type Supervision } from "./supervision/supervision.ts";
import { type Tracker } from "./tracking/tracker.ts";

/**
 * The mean absolute change of features over all pixels of the picture, those that may move counting as 0 (DragGAN's
 * code), or over the features that are held still (FreeDrag's); that of the latent one denoising step on, over all of
 * it (FreeDrag-Diff's code), or summed (DragDiffusion's).
 */
export type MaskMean = "pixels" | "still-features" | "denoised" | "denoised-sum";

/** What all methods have, however they find the handles. */
export interface MethodNumbers {
  /** What records and legends call it. */
  readonly name: string;
  /** Learning rate of Adam, in units of the latent space. */
  readonly lr: number;
  /** Weight of the mask term; counts only where a mask is given. */
  readonly lambdaMask: number;
  /** What the mask term holds still, and what it is a mean over. */
  readonly maskMean: MaskMean;
  /**
   * Weight of mean |variable − its start|, which in w+ is DragGAN's regulariser; 0 switches it off.
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
  /** Which pixels around a handle are supervised. */
  readonly patch: SupervisedPatch;
  /** Radius of the supervised patch around a handle, in pixels of the grid. */
  readonly r1: number;
  /** Radius of the square in which a handle is searched, in pixels of the grid. */
  readonly r2: number;
  /**
   * After how many updates the tracker prepares again, on the current picture and with the handles found there; 0 keeps
   * what it prepared on the undragged one.
   */
  readonly relearnEvery: number;
  /** Whether handles are searched for in the first step too, when nothing has moved (DragGAN does, DragDiffusion not). */
  readonly tracksFirst: boolean;
  /** What it means that a handle is at its target. */
  readonly arrival: Arrival;
  /** The drag ends when every handle is so many pixels of the grid from its target. */
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

/**
 * Everything that a method was set to, defaults too, as plain values for records.
 *
 * @throws {InputError} when two of its parts have settings of the same name.
 */
export function methodSettings(method: Method): Record<string, number | string> {
  const { lr, lambdaMask, maskMean, lambdaLatent, featureBlock, latentSpace } = method;
  const shared = { lr, lambdaMask, maskMean, lambdaLatent, featureBlock, latentSpace };
  return joinedSettings([motionOf(method).settings, shared]);
}
