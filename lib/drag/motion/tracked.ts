import { stopGradient } from "../../onnx/alias.ts";
import * as o from "../../onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../onnx/symbolic.ts";
import { float32 } from "../../tensor.ts";
import { type TrackingMethod } from "../method.ts";
import { checkedSupervision } from "../supervision/checked_supervision.ts";
import { type SupervisionContext } from "../supervision/supervision.ts";
import { type FeatureView, lengths, viewNear, type Window, windowAround, windowFeatures } from "../view.ts";
import { hasArrived } from "./arrival.ts";
import { findHandles, type Found, type HandleMemory, learnHandles, rememberHandles } from "./find_handles.ts";
import { trackedSettings } from "./tracked_settings.ts";
import { type Learned, type Motion, type MotionContext, type Moved } from "./motion.ts";

/** What is known of handles, and where the first step does not track, whether one was made: 1 or 0, [1]. */
type TrackedMemory = HandleMemory & { readonly begun?: Symbolic };

/** The window that holds the supervised patches around handles. */
const supervisionWindow = (view: FeatureView, { r1, patch }: TrackingMethod, handles: Symbolic): Window =>
  windowAround(handles, patch.windowRadius(r1), view.grid);

function prepare(view: FeatureView, method: TrackingMethod, handles: Symbolic): Learned {
  const window = supervisionWindow(view, method, handles);
  const [template, seen] = [windowFeatures(view, window), window.inside];
  const learned = learnHandles(view, method, handles);
  const memory = method.tracksFirst ? learned : { ...learned, begun: constant(float32([1], [0])) };
  return method.supervision.update
    ? { memory: { ...memory, template }, prepared: { seen } }
    : { memory, prepared: { template, seen } };
}

/** The patches around tracked handles that lie `toTarget` [n, 2] from their targets. */
function patches(
  view: FeatureView,
  method: TrackingMethod,
  handles: Symbolic,
  toTarget: Symbolic,
): Pick<SupervisionContext, "current" | "shifted" | "weights"> {
  const near = viewNear(view, handles, method.patch.windowRadius(method.r1) + 1);
  const window = supervisionWindow(view, method, handles);
  const shift = o.div(toTarget, o.add(lengths(toTarget), 1e-7));
  return {
    current: stopGradient(windowFeatures(near, window)),
    shifted: windowFeatures(near, window, shift),
    weights: method.patch.weights(handles, window, shift, method.r1, view.grid),
  };
}

const flag = (condition: Symbolic): Symbolic => o.reshape(o.cast(condition, "float32"), [-1]);

/** What parts that change what they know say of the next step. */
function updated(
  method: TrackingMethod,
  view: FeatureView,
  handles: Symbolic,
  memory: HandleMemory,
  context: SupervisionContext,
): Pick<Moved, "memory"> {
  const { tracker, supervision, tracksFirst } = method;
  const begun = tracksFirst ? {} : { begun: constant(float32([1], [1])) };
  if (!tracker.update && !supervision.update) return tracksFirst ? {} : { memory: begun };
  const known = rememberHandles(view, method, { handles, confidence: context.confidence }, memory);
  const template = checkedSupervision(supervision).update?.(context);
  return { memory: { ...memory, ...known, ...(template ? { template } : {}), ...begun } };
}

/** Where the handles are; those of a first step that does not track stay where they were. */
function tracked(still: FeatureView, method: TrackingMethod, before: Symbolic, memory: TrackedMemory): Found {
  const found = findHandles(still, method, before, memory);
  const { begun } = memory;
  return begun ? { ...found, handles: o.where(o.greater(begun, 0), found.handles, before) } : found;
}

/** The template, with the current feature where the first handle's patch reached beyond the picture. */
function wholeTemplate(
  { template, seen }: { readonly template: Symbolic; readonly seen: Symbolic },
  current: Symbolic,
): Symbolic {
  const [n, k] = seen.shape as [number, number];
  return o.where(o.greater(o.reshape(seen, [n, 1, k, k]), 0), template, current);
}

function move(
  method: TrackingMethod,
  { view, handles: before, targets, memory, prepared }: MotionContext,
): Moved {
  const { tracker, firstMeasure } = memory as TrackedMemory;
  const still = { ...view, map: stopGradient(view.map) };
  const { handles, confidence, scores } = tracked(still, method, before, memory as TrackedMemory);
  const toTarget = o.sub(targets, handles);
  const around = patches(view, method, handles, toTarget);
  const known = { ...prepared, ...memory } as unknown as { template: Symbolic; seen: Symbolic };
  const context = { ...around, template: wholeTemplate(known, around.current), confidence };
  const supervised = checkedSupervision(method.supervision).supervise(context);
  const length = lengths(toTarget);
  const { patch, r1, arrival, stopDistance } = method;
  return {
    handles,
    losses: o.mul(supervised.losses, o.mul(flag(arrival.pulled(length, stopDistance)), patch.gain(r1))),
    confidence,
    byTemplate: supervised.byTemplate,
    arrived: flag(hasArrived(arrival, length, stopDistance)),
    scores,
    ...updated(method, still, handles, { tracker, firstMeasure }, context),
  };
}

/** A tracker finds the handles again in windows around them, a supervision pulls a patch there towards the target. */
export function trackedMotion(method: TrackingMethod): Motion {
  const { r1, r2, patch, tracker, supervision, relearnEvery } = method;
  const { tau } = supervision;
  return {
    reach: r2 + Math.max(patch.windowRadius(r1) + 1, Math.ceil(tracker.reach ?? 0)),
    settings: trackedSettings(method),
    ...(tau === undefined ? {} : { tau }),
    prepare: (view, handles) => prepare(view, method, handles),
    move: (context) => move(method, context),
    ...(relearnEvery > 0
      ? { relearning: { every: relearnEvery, learn: (view, handles) => learnHandles(view, method, handles) } }
      : {}),
  };
}
