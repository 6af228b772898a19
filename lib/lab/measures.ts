import { faceLandmarks } from "./faces/face_landmarks.ts";
import { pathOfDrag } from "./tracking/latent_path_of_drag.ts";
import { type Measure } from "./measure.ts";
import { noseDrag } from "./nose_drag.ts";
import { pairedReconstruction } from "./reconstruction/paired_reconstruction.ts";
import { trackingAlone } from "./tracking/tracking_alone.ts";

/** What ablations can measure, by name; the first is the default. A new one is a file and a line here. */
export const MEASURES: Readonly<Record<string, Measure>> = Object.fromEntries(
  [
    faceLandmarks({ points: 1 }),
    faceLandmarks({ points: 5 }),
    faceLandmarks({ points: 68 }),
    pairedReconstruction(),
    noseDrag(),
    trackingAlone(),
    trackingAlone({ name: "tracking-drags", path: pathOfDrag() }),
  ].map((measure) => [measure.name, measure]),
);
