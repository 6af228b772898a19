import { stopGradient } from "../../onnx/alias.ts";
import * as o from "../../onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../onnx/symbolic.ts";
import { type Size } from "../../generators/size.ts";
import { float32 } from "../../tensor.ts";
import { adaptTemplate, templateWeightBy } from "../supervision/adapt_template.ts";
import {
  patchAround,
  patchDifference,
  type PatchSamples,
  searchLine,
  towards,
} from "../tracking/line_search.ts";
import { featureSpacing, type FeatureView, lengths, viewNear } from "../view.ts";
import { type Known, type Motion, type MotionContext, type Moved } from "./motion.ts";

/** Numbers of {@linkcode submotions}; `freedrag` has the defaults. */
export interface SubmotionOptions {
  /** l: the loss that a sub-motion shall begin with. */
  readonly expectedLoss: number;
  /** d: how far a sub-motion goes at most, in pixels of what the samples are of. */
  readonly maxDistance: number;
  /** Updates of one sub-motion at most. */
  readonly stepsPerSubmotion: number;
  /** How far the samples of a patch are from its middle at most, in pixels of the grid. */
  readonly patchRadius: number;
  /** Where a handle is nearer to its target than this, in pixels of the grid, it may have arrived. */
  readonly stopDistance: number;
}

/** In what the versions of FreeDrag differ beside their numbers. */
export interface SubmotionStyle {
  /** What makes a patch. */
  readonly samples: PatchSamples;
  /** A loss below this part of l ends a sub-motion, and lets a handle at its target have arrived. */
  readonly enough: number;
  /**
   * Updates after which every sub-motion is one update, counted from when all points were at their targets last; ∞ for
   * no such rule.
   */
  readonly grace: number;
}

/** What a handle does in a sub-motion, as the memory's `branch` has it. */
export const BRANCHES = ["finished", "advance", "stay", "rollback"] as const;

/** What is known before a step. */
type Memory = {
  /** The adaptive template, [n, C, k, k]. */
  readonly template: Symbolic;
  /** Loss with which the current sub-motion began, [n]; −1 before the first. */
  readonly initial: Symbolic;
  /** Updates that the current sub-motion may still make, [1]; 0 where it has ended. */
  readonly left: Symbolic;
  /** Updates since all points were at their targets at the end of a sub-motion, [1]; −∞ where they never were. */
  readonly since: Symbolic;
  /** What each handle does in the current sub-motion, an index into {@linkcode BRANCHES}, [n]. */
  readonly branch: Symbolic;
};

/** What all parts of a step look at; points are [n, 2] in pixels of what the samples are of. */
interface Scene {
  readonly options: SubmotionOptions;
  readonly style: SubmotionStyle;
  readonly view: FeatureView;
  /** The same, detached. */
  readonly still: FeatureView;
  /** Those pixels per pixel of the grid. */
  readonly perPixel: number;
  /** Where the handles are. */
  readonly at: Symbolic;
  /** Where they shall go. */
  readonly goal: Symbolic;
  /** Whether the step begins a sub-motion, [1]. */
  readonly begins: Symbolic;
  readonly memory: Memory;
}

const scaleOf = ({ samples }: SubmotionStyle, view: FeatureView): number =>
  samples.of === "map" ? 1 / featureSpacing(view) : 1;

/** Height and width of what the samples are of. */
const sizeOf = ({ samples }: SubmotionStyle, { size, grid }: FeatureView): Size =>
  samples.of === "map" ? size : grid;

const each = (x: Symbolic): Symbolic => o.reshape(x, [-1, 1, 1, 1]);
/** Points [n, 2] moved onto a map. */
const within = (points: Symbolic, [height, width]: Size): Symbolic =>
  o.min(o.max(points, 0), constant(float32([1, 2], [width - 1, height - 1])));
const float = (x: Symbolic): Symbolic => o.cast(x, "float32");

/** How the sub-motion before ended: the loss it left [n], who has arrived [n], and the template after it. */
interface Ending {
  readonly loss: Symbolic;
  readonly arrived: Symbolic;
  readonly template: Symbolic;
  readonly since: Symbolic;
}

function ending({ options, style, still, perPixel, at, goal, begins, memory }: Scene): Ending {
  const { expectedLoss, stopDistance } = options;
  const current = patchAround(still, at, style.samples);
  const first = o.less(memory.initial, 0);
  const loss = o.where(first, 0, patchDifference(current.features, memory.template, current.inside));
  const ended = o.and(begins, o.not(first));
  const near = o.less(o.reshape(lengths(o.sub(goal, at)), [-1]), stopDistance * perPixel);
  const arrived = o.and(o.and(ended, near), o.lessOrEqual(loss, style.enough * expectedLoss));
  const weight = o.where(arrived, 1, templateWeightBy(expectedLoss)(loss));
  const allNear = o.greater(o.reduceMin(float(o.and(ended, near)), { keep: true }), 0);
  return {
    loss,
    arrived,
    template: o.where(each(ended), adaptTemplate(memory.template, current.features, weight), memory.template),
    since: o.where(allNear, 0, memory.since),
  };
}

/** Where the content shall be pulled now [n, 2], and what each handle does [n]. */
function nextPoints(
  { options, style, still, at, goal, begins, memory }: Scene,
  { loss, arrived, template }: Ending,
): { points: Symbolic; branch: Symbolic } {
  const { expectedLoss, maxDistance } = options;
  const advances = o.less(loss, 0.5 * expectedLoss);
  const stays = o.and(o.not(advances), o.less(loss, memory.initial));
  const branch = o.where(arrived, 0, o.where(advances, 1, o.where(stays, 2, 3)));
  const from = within(towards(at, goal, o.where(advances, 0, -maxDistance)), sizeOf(style, still));
  const to = towards(from, goal, o.where(advances, maxDistance, 2 * maxDistance));
  const expected = o.where(advances, expectedLoss, 0);
  const found = searchLine(still, from, to, template, expected, style.samples);
  const moves = o.and(begins, o.not(o.or(arrived, stays)));
  return {
    points: o.where(o.reshape(moves, [-1, 1]), found, at),
    branch: o.where(begins, branch, memory.branch),
  };
}

/** What is known after the step's update. */
function remembered(
  { options, style, begins, memory }: Scene,
  { template, since }: Ending,
  branch: Symbolic,
  losses: Symbolic,
): Memory {
  const { expectedLoss, stepsPerSubmotion } = options;
  const updates = o.add(since, 1);
  const worst = o.reduceMax(losses, { keep: true });
  const enough = o.or(o.less(worst, style.enough * expectedLoss), o.greater(updates, style.grace));
  const left = o.sub(o.where(begins, stepsPerSubmotion, memory.left), 1);
  return {
    template,
    initial: o.where(begins, losses, memory.initial),
    left: o.where(enough, 0, left),
    since: updates,
    branch,
  };
}

function move(options: SubmotionOptions, style: SubmotionStyle, context: MotionContext): Moved {
  const { view, handles, targets } = context;
  const memory = context.memory as Memory;
  const perPixel = scaleOf(style, view);
  const scene: Scene = {
    options,
    style,
    view,
    still: { ...view, map: stopGradient(view.map) },
    perPixel,
    at: o.mul(handles, perPixel),
    goal: within(o.mul(targets, perPixel), sizeOf(style, view)),
    begins: o.equal(memory.left, 0),
    memory,
  };
  const ended = ending(scene);
  const { points, branch } = nextPoints(scene, ended);
  const near = viewNear(view, o.mul(points, 1 / perPixel), options.patchRadius + 1 / perPixel);
  const { features, inside } = patchAround(near, points, style.samples);
  const losses = patchDifference(features, stopGradient(ended.template), inside);
  const confidence = templateWeightBy(options.expectedLoss)(losses);
  return {
    handles: o.mul(points, 1 / perPixel),
    losses,
    confidence,
    byTemplate: o.add(o.mul(confidence, 0), 1),
    arrived: float(ended.arrived),
    memory: remembered(scene, ended, branch, losses),
  };
}

/** Before the first step: the template of the undragged picture, and no sub-motion begun. */
function before(style: SubmotionStyle, view: FeatureView, handles: Symbolic): Memory & Known {
  const filled = (n: number, v: number): Symbolic => constant(float32([n], new Float32Array(n).fill(v)));
  const n = handles.shape[0]!;
  return {
    template: patchAround(view, o.mul(handles, scaleOf(style, view)), style.samples).features,
    initial: filled(n, -1),
    left: filled(1, 0),
    since: filled(1, -Infinity),
    branch: filled(n, 0),
  };
}

/** How far a motion reads around a handle, in pixels of the grid: as far as a point may go back or on, and a feature more. */
function reachOf({ maxDistance, patchRadius }: SubmotionOptions, perPixel: number): number {
  return (maxDistance + 1) / perPixel + patchRadius;
}

/**
 * FreeDrag's motion, as its authors' code has it: no point is tracked. A drag is made of sub-motions, each of a few
 * updates that pull the content of an adaptive template to a point on the way to the target. Where that worked
 * (loss below l / 2) a line search goes on, to where the content differs from the template by l; where it only helped
 * the point stays; else it is taken back and searched for again. After each sub-motion the template takes up the more
 * of the current patch the nearer that is to it.
 *
 * One pass through the features serves it all: a step that follows a sub-motion's last update looks how that one
 * ended, adapts the template, searches the line and supervises the found point.
 *
 * Points that go back, and targets, are brought onto the map, and what of the current patch lies beyond its border does not
 * count (our choice: the authors' code reads from the opposite border there). What the template has from beyond the border
 * counts, as there: zeros in samples of the grid, copies of the border in samples of the map.
 *
 * @param perPixel pixels of what the samples are of, per pixel of the grid.
 */
export const submotions = (
  options: SubmotionOptions,
  style: SubmotionStyle,
  perPixel: number,
): Motion => ({
  reach: reachOf(options, perPixel),
  settings: { tracker: "line-search", supervision: "adaptive-template", ...options },
  prepare: (view, handles) => ({ memory: before(style, view, handles), prepared: {} }),
  move: (context) => move(options, style, context),
});
