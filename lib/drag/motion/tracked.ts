import { stopGradient } from "../../onnx/alias.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { disc } from "../disc.ts";
import { type TrackingMethod } from "../method.ts";
import { type SupervisionContext } from "../supervision/supervision.ts";
import { type FeatureView, lengths, type Window, windowAround, windowFeatures } from "../view.ts";
import { findHandles, type HandleMemory, learnHandles, rememberHandles } from "./find_handles.ts";
import { type Learned, type Motion, type MotionContext, type Moved } from "./motion.ts";

/** The patch around the handles: one pixel wider than r1, since the disc may slide by one. */
const supervisionWindow = (view: FeatureView, { r1 }: TrackingMethod, handles: Symbolic): Window =>
  windowAround(handles, Math.ceil(r1) + 1, view.grid);

function prepare(view: FeatureView, method: TrackingMethod, handles: Symbolic): Learned {
  const template = windowFeatures(view, supervisionWindow(view, method, handles));
  const memory = learnHandles(view, method, handles);
  return method.supervision.update
    ? { memory: { ...memory, template }, prepared: {} }
    : { memory, prepared: { template } };
}

/** The patches around tracked handles that lie `toTarget` [n, 2] from their targets. */
function patches(
  view: FeatureView,
  method: TrackingMethod,
  handles: Symbolic,
  toTarget: Symbolic,
): Pick<SupervisionContext, "current" | "shifted" | "weights"> {
  const window = supervisionWindow(view, method, handles);
  return {
    current: stopGradient(windowFeatures(view, window)),
    shifted: windowFeatures(view, window, o.div(toTarget, o.add(lengths(toTarget), 1e-7))),
    weights: disc(handles, window, method.r1, view.grid),
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
  const { tracker, supervision } = method;
  if (!tracker.update && !supervision.update) return {};
  const known = rememberHandles(view, method, { handles, confidence: context.confidence }, memory);
  const template = supervision.update?.(context);
  return { memory: { ...memory, ...known, ...(template ? { template } : {}) } };
}

function move(
  method: TrackingMethod,
  { view, handles: before, targets, memory, prepared }: MotionContext,
): Moved {
  const { tracker, firstMeasure } = memory as HandleMemory;
  const still = { ...view, map: stopGradient(view.map) };
  const { handles, confidence, scores } = findHandles(still, method, before, { tracker, firstMeasure });
  const toTarget = o.sub(targets, handles);
  const { template } = { ...prepared, ...memory } as unknown as { template: Symbolic };
  const context = { ...patches(view, method, handles, toTarget), template, confidence };
  const supervised = method.supervision.supervise(context);
  const length = lengths(toTarget);
  return {
    handles,
    losses: o.mul(supervised.losses, flag(o.greater(length, 1))),
    confidence,
    byTemplate: supervised.byTemplate,
    arrived: flag(o.lessOrEqual(length, method.stopDistance)),
    scores,
    ...updated(method, still, handles, { tracker, firstMeasure }, context),
  };
}

/** A tracker finds the handles again in windows around them, a supervision pulls a disc there towards the target. */
export function trackedMotion(method: TrackingMethod): Motion {
  const { r1, r2, tracker, confidence, supervision, relearnEvery, stopDistance } = method;
  const { tau } = supervision;
  return {
    reach: r2 + Math.max(Math.ceil(r1) + 2, Math.ceil(tracker.reach ?? 0)),
    settings: {
      tracker: tracker.name,
      ...tracker.settings,
      confidence: confidence.name,
      supervision: supervision.name,
      ...supervision.settings,
      ...(tau === undefined ? {} : { tau: String(tau) }),
      ...{ r1, r2, relearnEvery, stopDistance },
    },
    ...(tau === undefined ? {} : { tau }),
    prepare: (view, handles) => prepare(view, method, handles),
    move: (context) => move(method, context),
    ...(relearnEvery > 0
      ? { relearning: { every: relearnEvery, learn: (view, handles) => learnHandles(view, method, handles) } }
      : {}),
  };
}
