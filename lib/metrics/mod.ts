/**
 * Measures of pictures, faces and edits.
 *
 * @module
 */

export { AVERAGE_LABELS, type Averages, averages, type MeasuredPicture } from "./averages.ts";
export { bootstrap, type BootstrapOptions, type Interval, mean } from "./bootstrap.ts";
export { type ClipShape, clipShape } from "./clip/clip_shape.ts";
export { clipSimilarity, openClip } from "./clip/clip_similarity.ts";
export { diftFeatures, type DiftOptions } from "./dift.ts";
export { draggingAccuracyIndex, type DraggingAccuracyOptions } from "./dragging_accuracy_index.ts";
export { type EditAverage, editAverages, type EditQuantity, type MeasuredEdit } from "./edit_averages.ts";
export { type FaceMetrics, faceMetrics, FEATURE_DISTANCE_LABEL, openFaceMetrics } from "./face_metrics.ts";
export { findFaces, type FoundFace } from "./faces/find_faces.ts";
export type { FoundLandmarks } from "./faces/find_landmarks.ts";
export type { NetWeights } from "./faces/layers.ts";
export { type Beyond, sampleSquare, type Square } from "./faces/sample_square.ts";
export { flowDisagreement } from "./flow_disagreement.ts";
export { frechetDistance } from "./frechet_distance.ts";
export { identityChange, SAME_PERSON } from "./identity_change.ts";
export { landmarksOf, MOST_DISAGREEMENT, requireLandmarks } from "./landmarks_of.ts";
export { type Match, matchPoints } from "./matching/match_points.ts";
export { diftMatching, type MatchingFeatures, resnetMatching } from "./matching/matching_features.ts";
export { discsAround, everywhere, insideMask } from "./matching/search_area.ts";
export { type Interpolation, similarityMap } from "./matching/similarity_map.ts";
export { meanDistance } from "./mean_distance.ts";
export {
  type EditMeasures,
  type EditNumbers,
  GAMMAS,
  type MeasuredSample,
  measureEdits,
  NO_EDIT,
} from "./measure_edits.ts";
export { opticalFlow } from "./optical_flow.ts";
export { imageFidelity } from "./perceptual/image_fidelity.ts";
export { lpips, openLpips, type PictureDistance } from "./perceptual/lpips.ts";
export { convertResnet } from "./resnet/convert_resnet.ts";
export {
  openResnetMetrics,
  RESNET_DISTANCE_LABEL,
  RESNET_MATCHING_LABEL,
  type ResnetMetrics,
  resnetMetrics,
} from "./resnet/resnet_metrics.ts";
