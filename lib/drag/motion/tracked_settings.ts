import { joinedSettings, type Settings } from "../joined_settings.ts";
import { type TrackingMethod } from "../method.ts";
import { discPatch } from "../patches/disc_patch.ts";
import { pulledToTheEnd } from "./arrival.ts";

/**
 * All that a tracking method was set to, in one list for records and for the keys of results. What DragGAN has goes
 * without saying: settings of methods that had nothing else stay what they were.
 *
 * @throws {InputError} when two of its parts have settings of the same name.
 */
export function trackedSettings(method: TrackingMethod): Settings {
  const { tracker, confidence, supervision, patch, arrival, tracksFirst } = method;
  const { tau } = supervision;
  const { r1, r2, relearnEvery, stopDistance } = method;
  return joinedSettings([
    { tracker: tracker.name },
    tracker.settings ?? {},
    { confidence: confidence.name },
    confidence.settings ?? {},
    { supervision: supervision.name },
    supervision.settings ?? {},
    tau === undefined ? {} : { tau: String(tau) },
    patch === discPatch ? {} : { patch: patch.name },
    arrival === pulledToTheEnd ? {} : { arrival: arrival.name },
    tracksFirst ? {} : { tracksFirst: "no" },
    { r1, r2, relearnEvery, stopDistance },
  ]);
}
