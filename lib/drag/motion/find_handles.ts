import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Tree } from "../../onnx/tree.ts";
import { checkedMeasure } from "../confidence/checked_measure.ts";
import { confidenceBy } from "../confidence/confidence.ts";
import { peakOffset } from "../confidence/peak.ts";
import { type TrackingMethod } from "../method.ts";
import { checkedTracker } from "../tracking/checked_tracker.ts";
import { type Scores } from "../tracking/tracker.ts";
import { type FeatureView, windowAround, windowFeatures } from "../view.ts";

/** What finds handles again: the parts of a method that have to do with it. */
export type Finder = Pick<TrackingMethod, "tracker" | "confidence" | "r2">;

/** What is known of handles. */
export type HandleMemory = {
  /** What the tracker knows. */
  readonly tracker: Tree<Symbolic>;
  /** The confidence measure on the picture it prepared on, [n]. */
  readonly firstMeasure: Symbolic;
};

/** Where handles are found. */
export type Found = {
  /** The handles, [n, 2]: x and y in pixels of the grid. */
  readonly handles: Symbolic;
  /** Confidence of each, [n]. */
  readonly confidence: Symbolic;
  /** Score maps of the search windows, [n, k, k] with k = 2 · r2 + 1. */
  readonly scores: Symbolic;
};

function score(
  view: FeatureView,
  { tracker, r2 }: Finder,
  handles: Symbolic,
  known: Tree<Symbolic>,
): Scores & { inside: Symbolic } {
  const search = windowAround(handles, r2, view.grid);
  const context = { view, handles, window: windowFeatures(view, search), inside: search.inside };
  return { ...checkedTracker(tracker).score(context, known), inside: search.inside };
}

/** What is to be known of handles [n, 2], from the picture that they lie on. */
export function learnHandles(view: FeatureView, finder: Finder, handles: Symbolic): HandleMemory {
  const tracker = checkedTracker(finder.tracker).prepare(view, handles);
  const { absolute, inside } = score(view, finder, handles, tracker);
  return { tracker, firstMeasure: checkedMeasure(finder.confidence)(absolute, inside) };
}

/**
 * Finds handles again: each at the peak of its tracker's score in the window around where it was.
 *
 * @param before handles in the picture before, [n, 2].
 */
export function findHandles(
  view: FeatureView,
  finder: Finder,
  before: Symbolic,
  { tracker, firstMeasure }: HandleMemory,
): Found {
  const { fused, absolute, inside } = score(view, finder, before, tracker);
  const handles = o.add(before, o.sub(peakOffset(fused, inside), finder.r2));
  const confidence = confidenceBy(finder.confidence)(absolute, inside, firstMeasure);
  return { handles, confidence, scores: fused };
}

/** What is known once handles were found; absent where the tracker keeps what it prepared. */
export const rememberHandles = (
  view: FeatureView,
  { tracker }: Finder,
  { handles, confidence }: Pick<Found, "handles" | "confidence">,
  memory: HandleMemory,
): HandleMemory | undefined => {
  const { update } = checkedTracker(tracker);
  return update && { ...memory, tracker: update({ view, handles, confidence }, memory.tracker) };
};
