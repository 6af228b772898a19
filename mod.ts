/**
 * StableDrag Lab: point-drag image editing as tensor functions over ONNX Runtime.
 *
 * Points are `[x, y]` in pixels of the full-resolution picture, x to the right, y down, pixel centres at integers.
 * Masks are 1 (white) where the picture may move. Radii are in pixels of the picture, with diffusion models of a grid of
 * half its size.
 *
 * @module
 */

export * from "./lib/errors.ts";
export * from "./lib/tensor.ts";

// Components, each callable alone: `await filterResponse.run(features, filter)`.
export { confidence, confidenceBy } from "./lib/drag/confidence/confidence.ts";
export type { ConfidenceScore, StandaloneScore, Thresholds } from "./lib/drag/confidence/confidence_score.ts";
export { apce } from "./lib/drag/confidence/apce.ts";
export { entropy } from "./lib/drag/confidence/entropy.ts";
export { peakRatio } from "./lib/drag/confidence/peak_ratio.ts";
export { psr } from "./lib/drag/confidence/psr.ts";
export { relativePeak } from "./lib/drag/confidence/relative_peak.ts";
export { CONFIDENCE_SCORES } from "./lib/drag/confidence/mod.ts";
export { adaptTemplate, templateWeight, templateWeightBy } from "./lib/drag/supervision/adapt_template.ts";
export { adaptiveTemplate } from "./lib/drag/supervision/adaptive_template.ts";
export { confidenceSwitch } from "./lib/drag/supervision/confidence_switch.ts";
export { currentFeature } from "./lib/drag/supervision/current_feature.ts";
export { templateSupervision } from "./lib/drag/supervision/template_feature.ts";
export { confidentSupervision } from "./lib/drag/supervision/confident_supervision.ts";
export { motionSupervision } from "./lib/drag/supervision/motion_supervision.ts";
export type { Supervised, Supervision, SupervisionContext } from "./lib/drag/supervision/supervision.ts";
export {
  featureDifference,
  featureDistance,
  type FeatureNorm,
} from "./lib/drag/tracking/feature_difference.ts";
export type { FilterProblem, FilterSolver } from "./lib/drag/tracking/filter_problem.ts";
export { filterResponse } from "./lib/drag/tracking/filter_response.ts";
export { fuseScores, fuseScoresBy } from "./lib/drag/tracking/fuse_scores.ts";
export {
  FILTER_SOLVERS,
  type FilterSolverName,
  learnFilter,
  learnFilterBy,
  type LearnFilterOptions,
} from "./lib/drag/tracking/learn_filter.ts";
export { learnedFilter, type LearnedFilterOptions } from "./lib/drag/tracking/learned_filter.ts";
export { patchDifference, placeOfLevel } from "./lib/drag/tracking/line_search.ts";
export { nearestFeature } from "./lib/drag/tracking/nearest_feature.ts";
export type { Scores, Tracker, TrackingContext, UpdateContext } from "./lib/drag/tracking/tracker.ts";
export {
  type FeatureView,
  normalizedFeatures,
  sampleGrid,
  sampleMap,
  type Window,
  windowAround,
  windowFeatures,
} from "./lib/drag/view.ts";
export {
  type CorrelationFilter,
  learnCorrelationFilter,
} from "./lib/drag/tracking/learn_correlation_filter.ts";
export { correlationFilter, type CorrelationFilterOptions } from "./lib/drag/tracking/correlation_filter.ts";
export { correlationResponse, correlationResponseBy } from "./lib/drag/tracking/correlation_response.ts";
export { featureSimilarity } from "./lib/drag/tracking/feature_similarity.ts";
export { hingeFilter, type HingeFilterOptions } from "./lib/drag/tracking/hinge_filter.ts";
export { kernelFilter, type KernelFilterOptions } from "./lib/drag/tracking/kernel_filter.ts";
export { kernelResponseBy } from "./lib/drag/tracking/kernel_response.ts";
export {
  type HingeLearner,
  learnHingeFilter,
  learnHingeFilterBy,
  type LearnHingeFilterOptions,
} from "./lib/drag/tracking/learn_hinge_filter.ts";
export { mostSimilarFeature } from "./lib/drag/tracking/most_similar_feature.ts";
export { type TrackerFactory, TRACKERS } from "./lib/drag/tracking/mod.ts";
export { TRACKER_DEFAULTS, type TrackerOptions, type TrackerScale } from "./lib/drag/tracking/options.ts";
export { summedWithDifference, type SumOptions } from "./lib/drag/tracking/summed_with_difference.ts";
export { targetMask } from "./lib/drag/tracking/target_mask.ts";
export { templateFeature } from "./lib/drag/tracking/template_feature.ts";
export { updatedFeature, type UpdatedFeatureOptions } from "./lib/drag/tracking/updated_feature.ts";
export { type UpdateOptions, updateShare } from "./lib/drag/tracking/update_share.ts";
export { blendedSupervision } from "./lib/drag/supervision/blended_supervision.ts";
export { confidenceBlend } from "./lib/drag/supervision/confidence_blend.ts";
export {
  SUPERVISION_DEFAULTS,
  type SupervisionFactory,
  type SupervisionOptions,
  SUPERVISIONS,
} from "./lib/drag/supervision/mod.ts";

// Datasets of drags.
export { type CheckedSample, checkSample, type Finding } from "./lib/datasets/check_sample.ts";
export { type Layout } from "./lib/datasets/layout.ts";
export { LAYOUTS } from "./lib/datasets/layouts/mod.ts";
export { type MetaData, readMetaData } from "./lib/datasets/meta_data.ts";
export { type Dataset, type DatasetOptions, openDataset } from "./lib/datasets/open_dataset.ts";
export {
  type DatasetSample,
  type DragSample,
  readPicture,
  type SamplePicture,
} from "./lib/datasets/sample.ts";
export { type SampleFolder } from "./lib/datasets/sample_folder.ts";

// Measures of pictures.
export { bootstrap, type BootstrapOptions, type Interval, mean } from "./lib/metrics/bootstrap.ts";
export {
  type FaceMetrics,
  faceMetrics,
  FEATURE_DISTANCE_LABEL,
  openFaceMetrics,
} from "./lib/metrics/face_metrics.ts";
export { flowDisagreement } from "./lib/metrics/flow_disagreement.ts";
export { frechetDistance } from "./lib/metrics/frechet_distance.ts";
export { identityChange, SAME_PERSON } from "./lib/metrics/identity_change.ts";
export { landmarksOf, MOST_DISAGREEMENT, requireLandmarks } from "./lib/metrics/landmarks_of.ts";
export { meanDistance } from "./lib/metrics/mean_distance.ts";
export { opticalFlow } from "./lib/metrics/optical_flow.ts";
export { AVERAGE_LABELS, type Averages, averages, type MeasuredPicture } from "./lib/metrics/averages.ts";
export { type ClipShape, clipShape } from "./lib/metrics/clip/clip_shape.ts";
export { clipSimilarity, openClip } from "./lib/metrics/clip/clip_similarity.ts";
export { diftFeatures, type DiftOptions } from "./lib/metrics/dift.ts";
export {
  draggingAccuracyIndex,
  type DraggingAccuracyOptions,
} from "./lib/metrics/dragging_accuracy_index.ts";
export {
  type EditAverage,
  editAverages,
  type EditQuantity,
  type MeasuredEdit,
} from "./lib/metrics/edit_averages.ts";
export { type Match, matchPoints } from "./lib/metrics/matching/match_points.ts";
export {
  diftMatching,
  type MatchingFeatures,
  resnetMatching,
} from "./lib/metrics/matching/matching_features.ts";
export { discsAround, everywhere, insideMask } from "./lib/metrics/matching/search_area.ts";
export { type Interpolation, similarityMap } from "./lib/metrics/matching/similarity_map.ts";
export {
  type EditMeasures,
  type EditNumbers,
  GAMMAS,
  type MeasuredSample,
  measureEdits,
  NO_EDIT,
} from "./lib/metrics/measure_edits.ts";
export { imageFidelity } from "./lib/metrics/perceptual/image_fidelity.ts";
export { lpips, openLpips, type PictureDistance } from "./lib/metrics/perceptual/lpips.ts";
export { convertResnet } from "./lib/metrics/resnet/convert_resnet.ts";
export {
  openResnetMetrics,
  RESNET_DISTANCE_LABEL,
  RESNET_MATCHING_LABEL,
  type ResnetMetrics,
  resnetMetrics,
} from "./lib/metrics/resnet/resnet_metrics.ts";

// The laboratory.
export { type Ablation, ablationExperiment } from "./lib/lab/ablation.ts";
export { type Benchmark, benchmarkExperiment } from "./lib/lab/benchmark.ts";
export { type Comparison, type Setting } from "./lib/lab/comparison.ts";
export { faceLandmarks, type FaceLandmarksOptions } from "./lib/lab/faces/face_landmarks.ts";
export { type Face, type FacePair } from "./lib/lab/faces/face_pairs.ts";
export { type LandmarkCount } from "./lib/lab/faces/landmark_drags.ts";
export { type LatentPath } from "./lib/lab/tracking/latent_path.ts";
export { pathBetween } from "./lib/lab/tracking/latent_path_between.ts";
export { pathOfDrag, type PathOfDragOptions } from "./lib/lab/tracking/latent_path_of_drag.ts";
export { pairByPair } from "./lib/lab/pair_by_pair.ts";
export {
  pairedReconstruction,
  type PairedReconstructionOptions,
} from "./lib/lab/reconstruction/paired_reconstruction.ts";
export { trackingAlone, type TrackingAloneOptions } from "./lib/lab/tracking/tracking_alone.ts";
export { trajectories, type TrajectoriesOptions } from "./lib/lab/faces/trajectories.ts";
export type { Experiment, Lab, Plan, Task, TaskResult } from "./lib/lab/experiment.ts";
export type { Measure, Measured, Quantity } from "./lib/lab/measure.ts";
export { noseDrag, type NoseDragOptions } from "./lib/lab/nose_drag.ts";
export { analyseFolder, analysePart, openRun, type Run } from "./lib/lab/run/open_run.ts";
export { mergeFolders } from "./lib/lab/run/merge.ts";
export { gatherResults } from "./lib/lab/run/results.ts";
export { parseShard, type Shard } from "./lib/lab/run/shard.ts";
export { originOf } from "./lib/lab/run/task_keys.ts";
export { overrides, sweep } from "./lib/lab/sweep.ts";

// The drag, and tracking without it.
export {
  featureMaps,
  track,
  type TrackedPicture,
  type TrackingParts,
  trackMaps,
  type TrackOptions,
} from "./lib/drag/track.ts";
export { drag, type DragOptions, latentOf } from "./lib/drag/drag.ts";
export { type DragProblem } from "./lib/drag/problem.ts";
export { type DragSession, explainDrag, openDrag, type SessionOptions } from "./lib/drag/session.ts";
export type { DragState, DragStep, Memory } from "./lib/drag/state.ts";
export type { AdamState } from "./lib/optimise/adam.ts";
export {
  type Method,
  type MethodNumbers,
  methodSettings,
  type TrackingMethod,
  type TracklessMethod,
} from "./lib/drag/method.ts";
export type { Known, Learned, Motion, MotionContext, Moved } from "./lib/drag/motion/motion.ts";
export { dragdiffusion } from "./lib/drag/methods/dragdiffusion.ts";
export { draggan } from "./lib/drag/methods/draggan.ts";
export { freedrag } from "./lib/drag/methods/freedrag.ts";
export { freedragDiff } from "./lib/drag/methods/freedrag_diff.ts";
export { type MethodFactory, METHODS, methodsFor } from "./lib/drag/methods/mod.ts";
export { METHOD_OPTIONS, type MethodOptions } from "./lib/drag/methods/options.ts";
export { stabledrag } from "./lib/drag/methods/stabledrag.ts";
export { stabledragDiff } from "./lib/drag/methods/stabledrag_diff.ts";
export { type Point, type PointPair } from "./lib/drag/points.ts";
export { decodeMask } from "./lib/drag/mask.ts";
export { arrivalWarning } from "./lib/drag/arrival_warning.ts";
export { maskWarning } from "./lib/drag/still_places.ts";
export { type OpenedSpec, openSpec } from "./lib/drag/open_spec.ts";
export { type DiffusionSpec } from "./lib/drag/spec/diffusion_spec.ts";
export { type DragEdit } from "./lib/drag/spec/drag_edit.ts";
export { type GanSpec } from "./lib/drag/spec/gan_spec.ts";
export { type SharedSpec } from "./lib/drag/spec/shared_spec.ts";
export { parseSpec, type Spec, type SpecInput, type SpecOf, specSchema } from "./lib/drag/spec.ts";
export { Recorder, type RecorderOptions } from "./lib/drag/recorder.ts";
export type { Checkpoint } from "./lib/drag/checkpoint.ts";
export type { Provenance } from "./lib/drag/provenance.ts";
export { readDragRecord } from "./lib/drag/read_record.ts";
export {
  type DragRecord,
  type RecordFile,
  type StepLine,
  stepLine,
  type Timings,
} from "./lib/drag/record.ts";

// Editing real pictures.
export * from "./lib/edit/mod.ts";

// Figures of saved results.
export {
  type AblationCurve,
  ablationCurve,
  type CurvePanel,
  type CurveSetting,
} from "./lib/figures/ablation_curve.ts";
export { believedAndReal, type BelievedDrag, type BelievedStep } from "./lib/figures/believed_and_real.ts";
export {
  benchmarkBars,
  type BenchmarkBarsOptions,
  type BenchmarkPanel,
} from "./lib/figures/benchmark_bars.ts";
export { comparisonStrip } from "./lib/figures/comparison_strip.ts";
export { confidenceCurve } from "./lib/figures/confidence_curve.ts";
export { contactSheet } from "./lib/figures/contact_sheet.ts";
export { datasetSheet, type DatasetSheetOptions, type SheetSample } from "./lib/figures/dataset_sheet.ts";
export { distanceCurve } from "./lib/figures/distance_curve.ts";
export { lossCurve, type StepLoss } from "./lib/figures/loss_curve.ts";
export { markedPicture } from "./lib/figures/marked_picture.ts";
export { pictureOf } from "./lib/figures/picture.ts";
export { pictureSheet, type PictureSheetOptions } from "./lib/figures/picture_sheet.ts";
export { renderPng } from "./lib/figures/raster.ts";
export {
  responseAndDifference,
  type ResponseAndDifferenceOptions,
  type ScoreParts,
} from "./lib/figures/response_and_difference.ts";
export { scoreMap, type ScoreMapOptions } from "./lib/figures/score_map.ts";
export { trackingPaths } from "./lib/figures/tracking_paths.ts";

// Files, as pure functions of bytes.
export { decodeImage, encodePng, type RgbaImage } from "./lib/formats/image.ts";
export { decodeNpy, encodeNpy } from "./lib/formats/npy.ts";
export { decodeSafetensors, encodeSafetensors, type SafetensorsFile } from "./lib/formats/safetensors.ts";
export { readStyleganPickle, type StyleganNetwork } from "./lib/formats/stylegan.ts";

// Generators and their latents.
export { type Gan } from "./lib/generators/gan.ts";
export { type Model, type ModelOptions, openGan, openModel } from "./lib/generators/load.ts";
export { type Weight, type Weights } from "./lib/generators/weight.ts";
export { type ModelFamily, type ModelSource, modelSource } from "./lib/generators/family.ts";
export { latentWarning } from "./lib/generators/latents.ts";
export type { LatentKind, LatentMaker, LatentSource } from "./lib/generators/latents.ts";
export * from "./lib/generators/diffusion/mod.ts";
export { progan } from "./lib/generators/progan/generator.ts";
export { stylegan2, type Stylegan2Options } from "./lib/generators/stylegan2/generator.ts";
export { randomStylegan2, type RandomStylegan2Options } from "./lib/generators/stylegan2/random_weights.ts";
export { gridOf } from "./lib/generators/generator.ts";
export type { Block, Denoised, Generator, LatentSpace } from "./lib/generators/generator.ts";
export type { Size } from "./lib/generators/size.ts";

// Training networks of one's own.
export * from "./lib/inversion/mod.ts";
export { findFaces, type FoundFace } from "./lib/metrics/faces/find_faces.ts";
export { type Beyond, sampleSquare, type Square } from "./lib/metrics/faces/sample_square.ts";
export * from "./lib/train/mod.ts";

// Tensor functions.
export { named, stopGradient } from "./lib/onnx/alias.ts";
export type { Attribute, Attributes } from "./lib/onnx/attributes.ts";
export { backward } from "./lib/onnx/backward.ts";
export type { EncodedModel } from "./lib/onnx/model.ts";
export * as ops from "./lib/onnx/ops/mod.ts";
export {
  type Arg,
  constant,
  type Node as GraphNode,
  type Pullback,
  Symbolic,
  type SymbolicSource,
  type TensorType,
} from "./lib/onnx/symbolic.ts";
export {
  checkpoint,
  customVjp,
  grad,
  type SymbolicFunction,
  valueAndGrad,
  vjp,
} from "./lib/onnx/transforms.ts";
export type { Mapped, Tree } from "./lib/onnx/tree.ts";
export {
  checkGrads,
  type CheckGradsOptions,
  type FloatTensor,
  type GradCheck,
} from "./lib/runtime/check_grads.ts";
export type { Provider, SessionSettings } from "./lib/runtime/protocol.ts";
export type { ProviderChoice } from "./lib/runtime/providers.ts";
export {
  type Concrete,
  type Executable,
  openRuntime,
  Runtime,
  type RuntimeOptions,
  type Traceable,
} from "./lib/runtime/runtime.ts";
export { exportOnnx, type TensorFunction, tensorFunction } from "./lib/runtime/tensor_function.ts";

// Notebooks: what cells show, and displays that change in place.
export { analysisParts, showAnalysis } from "./lib/notebook/display/analysis.ts";
export type { Clock } from "./lib/notebook/display/clock.ts";
export { DISPLAY, type Displayable, type MimeBundle } from "./lib/notebook/display/displayable.ts";
export { showDrag, type ShowDragOptions, showStep } from "./lib/notebook/display/drag.ts";
export { showElement } from "./lib/notebook/display/element.ts";
export { figure, type FigureOptions } from "./lib/notebook/display/figure.ts";
export { showFunction, showGraph, type ShowGraphOptions } from "./lib/notebook/display/graph.ts";
export { liveDrag, type LiveDragOptions } from "./lib/notebook/display/live_drag.ts";
export { type Draw, type LiveOptions, LiveView } from "./lib/notebook/display/live_view.ts";
export type { KernelOutput, LivePlace } from "./lib/notebook/display/output.ts";
export { type PictureDisplayOptions, showPicture } from "./lib/notebook/display/picture.ts";
export type { LabelledPicture } from "./lib/figures/labelled_sheet.ts";
export { showPictures, type ShowPicturesOptions } from "./lib/notebook/display/pictures.ts";
export { progress, type ProgressOptions } from "./lib/notebook/display/progress.ts";
export type { ProgressState } from "./lib/notebook/display/progress_bundle.ts";
export {
  type ProgressNow,
  ProgressView,
  type ProgressViewOptions,
} from "./lib/notebook/display/progress_view.ts";
export { showScores } from "./lib/notebook/display/scores.ts";
export { display, displayIn, show } from "./lib/notebook/display/show.ts";
export { showTable } from "./lib/notebook/display/table.ts";
export { showTensor, type ShowTensorOptions } from "./lib/notebook/display/tensor.ts";
export { watch, type WatchOptions } from "./lib/notebook/display/watch.ts";

// Widgets, whose front end and cells change each other in the kernel "StableDrag (Deno)".
export {
  type AnyWidget,
  type AnyWidgetOptions,
  openAnyWidget,
  OWN_VIEW,
  STANDARD_VIEW,
  type WidgetBundle,
} from "./lib/notebook/widget/any_widget.ts";
export { type DragResult } from "./lib/notebook/widget/drag_run.ts";
export { DragWidget, dragWidget, type DragWidgetOptions } from "./lib/notebook/widget/drag_widget.ts";
export { type MessageHandler, WidgetModel, type WidgetModelOptions } from "./lib/notebook/widget/model.ts";

// Types that these name, and what makes records for them.
export type { ContactSheetOptions, DragFrame } from "./lib/figures/contact_sheet.ts";
export type { FigureText } from "./lib/figures/svg.ts";
export { openPictures, type Pictures } from "./lib/drag/pictures.ts";
export { recordWithoutSteps } from "./lib/drag/record.ts";
export type { TaskProgress } from "./lib/lab/run/run_tasks.ts";
export { type ReportOptions, writeReport } from "./lib/report/report.ts";
export type { Analysis } from "./lib/lab/tables/analysis.ts";
export type { Cell, Table, TableColumn } from "./lib/lab/tables/table.ts";
export { type Graph, trace } from "./lib/onnx/trace.ts";
export {
  type Comm,
  type CommExtras,
  type CommMessage,
  type Comms,
  type KernelHost,
  kernelHost,
} from "./lib/notebook/kernel/host.ts";
