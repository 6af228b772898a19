import { type Experiment } from "../lib/lab/experiment.ts";
import { faceLandmarks1, faceLandmarks5, faceLandmarks68 } from "./face_landmarks.ts";
import { pairedReconstructions } from "./paired_reconstruction.ts";
import { tracking, trackingDrags } from "./tracking.ts";
import { trajectories } from "./trajectories.ts";

/** The experiments by name, in the order of the help: a new one is a file and a line here. */
export const EXPERIMENTS: Readonly<Record<string, Experiment>> = Object.fromEntries(
  [
    faceLandmarks1,
    faceLandmarks5,
    faceLandmarks68,
    pairedReconstructions,
    tracking,
    trackingDrags,
    trajectories,
  ].map((experiment) => [experiment.name, experiment]),
);
