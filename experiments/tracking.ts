import { type MethodOptions } from "../lib/drag/methods/options.ts";
import { stabledrag } from "../lib/drag/methods/stabledrag.ts";
import { TRACKERS } from "../lib/drag/tracking/mod.ts";
import { type Benchmark, benchmarkExperiment } from "../lib/lab/benchmark.ts";
import { type Experiment } from "../lib/lab/experiment.ts";
import { LOST_IN_WORDS } from "../lib/lab/faces/lost.ts";
import { pathOfDrag } from "../lib/lab/tracking/latent_path_of_drag.ts";
import { pairByPair } from "../lib/lab/pair_by_pair.ts";
import { trackingAlone } from "../lib/lab/tracking/tracking_alone.ts";
import { steadyTracker } from "./own_tracker.ts";

/** The trackers that are summed with the feature difference by default, λ = 0.5: these are each alone. */
const ALONE = ["learned-filter", "kernel-filter", "hinge-filter", "correlation-filter"] as const;

/** Every tracker of the library, some alone too, and one from outside of it. */
const settings: Benchmark["settings"] = (generator) => {
  const by = (label: string, options: MethodOptions): ReturnType<typeof settings>[number] => ({
    label,
    method: stabledrag(generator, options),
  });
  return [
    ...Object.keys(TRACKERS).map((tracker) => by(tracker, { tracker })),
    ...ALONE.map((tracker) => by(`${tracker}, λ = 1`, { tracker, lambdaTrack: 1 })),
    { label: "steady-feature", method: { ...stabledrag(generator), tracker: steadyTracker(4) } },
  ];
};

const ABOUT =
  "Twelve landmarks are tracked, and compared with where a detector finds them. A handle more than " +
  `${LOST_IN_WORDS} off is lost; ` +
  "corners of eyes and mouth have a look-alike. There and back: tracked to the end and back to " +
  "the start, how far from there.";

/** Which tracker stays on its points from face to face? */
export const tracking: Experiment = pairByPair(benchmarkExperiment({
  name: "tracking",
  title: "Tracking alone, between faces",
  about: `${ABOUT} 40 pictures lead from one generated face to another.`,
  pairs: 40,
  reference: "nearest-feature-l2",
  settings,
}, trackingAlone()));

/** And in the pictures of drags? */
export const trackingDrags: Experiment = pairByPair(benchmarkExperiment({
  name: "tracking-drags",
  title: "Tracking alone, in the pictures of drags",
  about: `${ABOUT} The pictures are those of drags by DragGAN, 40 steps at most.`,
  pairs: 40,
  reference: "nearest-feature-l2",
  settings,
}, trackingAlone({ name: "tracking-drags", path: pathOfDrag() })));
