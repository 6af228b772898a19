import { benchmarkExperiment } from "../lib/lab/benchmark.ts";
import { type Experiment } from "../lib/lab/experiment.ts";
import { faceLandmarks } from "../lib/lab/faces/face_landmarks.ts";
import { type LandmarkCount } from "../lib/lab/faces/landmark_drags.ts";
import { LOST_IN_WORDS } from "../lib/lab/faces/lost.ts";
import { publishedFaceLandmarks } from "../lib/lab/published.ts";
import { comparedMethods } from "./compared_methods.ts";

const benchmark = (points: LandmarkCount, inWords: string, pairs: number): Experiment =>
  benchmarkExperiment({
    name: `face-landmarks-${points}`,
    title: `Face landmarks, ${inWords}`,
    about: "Landmarks of a generated face are dragged to where those of another are, and detected again; " +
      "300 steps at most. A drag that leaves no face has moved nothing. Handles more than " +
      `${LOST_IN_WORDS} off their landmarks are lost.`,
    pairs,
    reference: "draggan",
    published: publishedFaceLandmarks(points),
    settings: comparedMethods,
  }, faceLandmarks({ points }));

/** One of five landmarks, that which has farthest to go. */
export const faceLandmarks1: Experiment = benchmark(1, "one point", 200);

/** Corners of the eyes and of the mouth, and the tip of the nose. */
export const faceLandmarks5: Experiment = benchmark(5, "five points", 200);

/** All landmarks. */
export const faceLandmarks68: Experiment = benchmark(68, "all 68 points", 20);
