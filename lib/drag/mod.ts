/**
 * Drags: the loop and its methods, trackers, motion supervisions and confidence scores, each callable alone, SPECs and
 * records.
 *
 * @module
 */

export { arrivalWarning } from "./arrival_warning.ts";
export type { Checkpoint, Frame } from "./checkpoint.ts";
export { apce } from "./confidence/apce.ts";
export { confidence, confidenceBy } from "./confidence/confidence.ts";
export type { ConfidenceScore, StandaloneScore, Thresholds } from "./confidence/confidence_score.ts";
export { entropy } from "./confidence/entropy.ts";
export { CONFIDENCE_SCORES } from "./confidence/mod.ts";
export { peakRatio } from "./confidence/peak_ratio.ts";
export { psr } from "./confidence/psr.ts";
export { relativePeak } from "./confidence/relative_peak.ts";
export { drag, type DragOptions, latentOf } from "./drag.ts";
export { decodeMask } from "./mask.ts";
export {
  type MaskMean,
  type Method,
  type MethodNumbers,
  methodSettings,
  type TrackingMethod,
  type TracklessMethod,
} from "./method.ts";
export { dragdiffusion } from "./methods/dragdiffusion.ts";
export { draggan } from "./methods/draggan.ts";
export { freedrag } from "./methods/freedrag.ts";
export { freedragDiff } from "./methods/freedrag_diff.ts";
export { type MethodFactory, METHODS, methodsFor } from "./methods/mod.ts";
export { METHOD_OPTIONS, type MethodOptions } from "./methods/options.ts";
export { stabledrag } from "./methods/stabledrag.ts";
export { stabledragDiff } from "./methods/stabledrag_diff.ts";
export type { Arrival } from "./motion/arrival.ts";
export type { Known, Learned, Motion, MotionContext, Moved } from "./motion/motion.ts";
export { type OpenedSpec, openSpec } from "./open_spec.ts";
export type { SupervisedPatch } from "./patches/supervised_patch.ts";
export { openPictures, type Pictures } from "./pictures.ts";
export type { Point, PointPair } from "./points.ts";
export type { DragProblem } from "./problem.ts";
export type { Provenance } from "./provenance.ts";
export { readDragRecord } from "./read_record.ts";
export {
  type DragRecord,
  type RecordFile,
  recordWithoutSteps,
  type StepLine,
  stepLine,
  type Timings,
} from "./record.ts";
export { Recorder, type RecorderOptions } from "./recorder.ts";
export { type DragSession, explainDrag, openDrag, type SessionOptions } from "./session.ts";
export { parseSpec, type Spec, type SpecInput, type SpecOf, specSchema } from "./spec.ts";
export type { DiffusionSpec } from "./spec/diffusion_spec.ts";
export type { DragEdit } from "./spec/drag_edit.ts";
export type { GanSpec } from "./spec/gan_spec.ts";
export type { SharedSpec } from "./spec/shared_spec.ts";
export type { DragState, DragStep, Memory } from "./state.ts";
export { maskWarning } from "./still_places.ts";
export { adaptTemplate, templateWeight, templateWeightBy } from "./supervision/adapt_template.ts";
export { adaptiveTemplate } from "./supervision/adaptive_template.ts";
export { blendedSupervision } from "./supervision/blended_supervision.ts";
export { confidenceBlend } from "./supervision/confidence_blend.ts";
export { confidenceSwitch } from "./supervision/confidence_switch.ts";
export { confidentSupervision } from "./supervision/confident_supervision.ts";
export { currentFeature } from "./supervision/current_feature.ts";
export {
  SUPERVISION_DEFAULTS,
  type SupervisionFactory,
  type SupervisionOptions,
  SUPERVISIONS,
} from "./supervision/mod.ts";
export { motionSupervision } from "./supervision/motion_supervision.ts";
export type { Supervised, Supervision, SupervisionContext } from "./supervision/supervision.ts";
export { templateSupervision } from "./supervision/template_feature.ts";
export {
  featureMaps,
  track,
  type TrackedPicture,
  type TrackingParts,
  trackMaps,
  type TrackOptions,
} from "./track.ts";
export { correlationFilter, type CorrelationFilterOptions } from "./tracking/correlation_filter.ts";
export { correlationResponse, correlationResponseBy } from "./tracking/correlation_response.ts";
export type { Spectrum } from "./tracking/dft.ts";
export { featureDifference, featureDistance, type FeatureNorm } from "./tracking/feature_difference.ts";
export { featureSimilarity } from "./tracking/feature_similarity.ts";
export type { FilterProblem, FilterSolver } from "./tracking/filter_problem.ts";
export { filterResponse } from "./tracking/filter_response.ts";
export type { SampleOptions } from "./tracking/filter_samples.ts";
export { fuseScores, fuseScoresBy } from "./tracking/fuse_scores.ts";
export { hingeFilter, type HingeFilterOptions } from "./tracking/hinge_filter.ts";
export { kernelFilter, type KernelFilterOptions } from "./tracking/kernel_filter.ts";
export { kernelResponseBy } from "./tracking/kernel_response.ts";
export { type CorrelationFilter, learnCorrelationFilter } from "./tracking/learn_correlation_filter.ts";
export {
  FILTER_SOLVERS,
  type FilterSolverName,
  learnFilter,
  learnFilterBy,
  type LearnFilterOptions,
} from "./tracking/learn_filter.ts";
export {
  type HingeLearner,
  learnHingeFilter,
  learnHingeFilterBy,
  type LearnHingeFilterOptions,
} from "./tracking/learn_hinge_filter.ts";
export { learnedFilter, type LearnedFilterOptions } from "./tracking/learned_filter.ts";
export { patchDifference, placeOfLevel } from "./tracking/line_search.ts";
export { type TrackerFactory, TRACKERS } from "./tracking/mod.ts";
export { mostSimilarFeature } from "./tracking/most_similar_feature.ts";
export { nearestFeature } from "./tracking/nearest_feature.ts";
export { TRACKER_DEFAULTS, type TrackerOptions, type TrackerScale } from "./tracking/options.ts";
export { summedWithDifference, type SumOptions } from "./tracking/summed_with_difference.ts";
export { targetMask } from "./tracking/target_mask.ts";
export { templateFeature } from "./tracking/template_feature.ts";
export type { Scores, Tracker, TrackingContext, UpdateContext } from "./tracking/tracker.ts";
export { type UpdateOptions, updateShare } from "./tracking/update_share.ts";
export { updatedFeature, type UpdatedFeatureOptions } from "./tracking/updated_feature.ts";
export {
  type FeatureView,
  normalizedFeatures,
  sampleGrid,
  sampleMap,
  type Window,
  windowAround,
  windowFeatures,
} from "./view.ts";
