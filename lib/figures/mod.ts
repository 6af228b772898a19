/**
 * Figures of saved results, as SVG or PNG.
 *
 * @module
 */

export { type AblationCurve, ablationCurve, type CurvePanel, type CurveSetting } from "./ablation_curve.ts";
export { believedAndReal, type BelievedDrag, type BelievedStep } from "./believed_and_real.ts";
export { benchmarkBars, type BenchmarkBarsOptions, type BenchmarkPanel } from "./benchmark_bars.ts";
export { type ComparedDrag, comparisonStrip, type ComparisonStripOptions } from "./comparison_strip.ts";
export { confidenceCurve } from "./confidence_curve.ts";
export { contactSheet, type ContactSheetOptions, type DragFrame } from "./contact_sheet.ts";
export { datasetSheet, type DatasetSheetOptions, type SheetSample } from "./dataset_sheet.ts";
export { distanceCurve } from "./distance_curve.ts";
export type { LabelledPicture } from "./labelled_sheet.ts";
export { lossCurve, type StepLoss } from "./loss_curve.ts";
export { markedPicture, type MarkedPictureOptions, type MarkOptions } from "./marked_picture.ts";
export { pictureOf } from "./picture.ts";
export { pictureSheet, type PictureSheetOptions } from "./picture_sheet.ts";
export { type RenderOptions, renderPng } from "./raster.ts";
export {
  responseAndDifference,
  type ResponseAndDifferenceOptions,
  type ScoreParts,
} from "./response_and_difference.ts";
export { scoreMap, type ScoreMapOptions } from "./score_map.ts";
export type { FigureText } from "./svg.ts";
export { trackingPaths, type TrackingPathsOptions } from "./tracking_paths.ts";
