import { benchmarkExperiment } from "../lib/lab/benchmark.ts";
import { type Experiment } from "../lib/lab/experiment.ts";
import { faceLandmarks } from "../lib/lab/faces/face_landmarks.ts";
import { comparedMethods } from "./compared_methods.ts";

const ABOUT =
  "Landmarks of a generated face are dragged to where those of another are, and detected again; " +
  "300 steps at most. A drag that leaves no face has moved nothing.";

/** One of five landmarks, that which has farthest to go. */
export const faceLandmarks1: Experiment = benchmarkExperiment({
  name: "face-landmarks-1",
  title: "Face landmarks, one point",
  about: ABOUT,
  pairs: 200,
  reference: "draggan",
  settings: comparedMethods,
}, faceLandmarks({ points: 1 }));

/** Corners of the eyes and of the mouth, and the tip of the nose. */
export const faceLandmarks5: Experiment = benchmarkExperiment({
  name: "face-landmarks-5",
  title: "Face landmarks, five points",
  about: ABOUT,
  pairs: 200,
  reference: "draggan",
  settings: comparedMethods,
}, faceLandmarks({ points: 5 }));

/** All landmarks. */
export const faceLandmarks68: Experiment = benchmarkExperiment({
  name: "face-landmarks-68",
  title: "Face landmarks, all 68 points",
  about: ABOUT,
  pairs: 20,
  reference: "draggan",
  settings: comparedMethods,
}, faceLandmarks({ points: 68 }));
