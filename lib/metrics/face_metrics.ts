import { loadFaceNet } from "../hub/face_api.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { type TensorFunction, tensorFunction } from "../runtime/tensor_function.ts";
import { convertDescriptor, convertSeparable } from "./faces/convert.ts";
import { descriptorInput, descriptorNet } from "./faces/descriptor_net.ts";
import { faceBox } from "./faces/face_box.ts";
import { featureDistance } from "./faces/feature_distance.ts";
import { findLandmarks, type FoundLandmarks } from "./faces/find_landmarks.ts";
import { type NetWeights } from "./faces/layers.ts";

/**
 * Measures of pictures [N, 3, S, S] of faces, RGB from −1 to 1 (beyond that they are clipped), as tensor functions:
 * each runs alone, or several together in one graph.
 */
export interface FaceMetrics {
  /** The 68 points of each picture's face, and how far they can be trusted: see `landmarksOf`. */
  readonly landmarks: TensorFunction<[pictures: Symbolic], FoundLandmarks>;
  /**
   * Who each face is, [N, 128], from the pictures and their landmarks [N, 68, 2], by which the face is cut out. Two
   * faces compare by `identityChange`.
   */
  readonly descriptor: TensorFunction<[pictures: Symbolic, points: Symbolic], Symbolic>;
  /**
   * How different two batches of pictures look, [N] from 0 to 2: the face-feature distance, our stand-in for LPIPS,
   * whose numbers it does not have. As there, feature vectors are brought to length 1, and their squared differences
   * summed over channels and averaged over places; but the features are those of the face descriptor, at six depths,
   * over the whole picture, and no weights were learned from people's judgements.
   */
  readonly featureDistance: TensorFunction<[a: Symbolic, b: Symbolic], Symbolic>;
}

/** What tables and figures call {@linkcode FaceMetrics.featureDistance}. */
export const FEATURE_DISTANCE_LABEL = "face-feature distance (stand-in for LPIPS)";

/**
 * The measures for the weights of their two networks.
 *
 * Calls throw an `InputError` where pictures are not square, have not three channels or are not of float32, and where
 * a weight is missing or misshapen.
 */
export function faceMetrics(landmarkWeights: NetWeights, descriptorWeights: NetWeights): FaceMetrics {
  return {
    landmarks: tensorFunction("faceLandmarks", (pictures) => findLandmarks(landmarkWeights, pictures)),
    descriptor: tensorFunction(
      "faceDescriptor",
      (pictures, points) =>
        descriptorNet(descriptorWeights, descriptorInput(pictures, faceBox(points))).descriptor,
    ),
    featureDistance: tensorFunction(
      "faceFeatureDistance",
      (a, b) => featureDistance(descriptorWeights, a, b),
    ),
  };
}

/**
 * The measures with the trained networks of npm's `@vladmandic/face-api`, converted into the cache on first use.
 *
 * @param folder the cache (default the user's).
 * @throws {InputError} when the package's files cannot be read or are not what they should be.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { zeros } from "../tensor.ts";
 * import { openFaceMetrics } from "./face_metrics.ts";
 * import { landmarksOf } from "./landmarks_of.ts";
 * const { landmarks } = await openFaceMetrics();
 * const [points] = landmarksOf(await landmarks.run(zeros([1, 3, 128, 128])));
 * assert.equal(points, undefined); // no face in a grey picture
 * ```
 */
export async function openFaceMetrics(folder?: string): Promise<FaceMetrics> {
  const [landmarks, descriptor] = await Promise.all([
    loadFaceNet("landmarks", convertSeparable, folder),
    loadFaceNet("descriptor", convertDescriptor, folder),
  ]);
  return faceMetrics(landmarks, descriptor);
}
