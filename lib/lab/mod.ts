/**
 * The laboratory: experiments as lists of tasks, run in parts, gathered and put into tables.
 *
 * @module
 */

export { type Ablation, ablationExperiment } from "./ablation.ts";
export { type Benchmark, benchmarkExperiment } from "./benchmark.ts";
export type { Comparison, Setting } from "./comparison.ts";
export type { Bench, Experiment, Lab, Plan, SavedExperiment, Task, TaskResult } from "./experiment.ts";
export { faceLandmarks, type FaceLandmarksOptions } from "./faces/face_landmarks.ts";
export type { Face, FacePair } from "./faces/face_pairs.ts";
export type { LandmarkCount } from "./faces/landmark_drags.ts";
export { trajectories, type TrajectoriesOptions } from "./faces/trajectories.ts";
export type { Measure, Measured, Quantity } from "./measure.ts";
export { noseDrag, type NoseDragOptions } from "./nose_drag.ts";
export { pairByPair } from "./pair_by_pair.ts";
export {
  pairedReconstruction,
  type PairedReconstructionOptions,
} from "./reconstruction/paired_reconstruction.ts";
export type { Json } from "./run/json.ts";
export type { ListedTask, Manifest, Origin } from "./run/manifest.ts";
export { mergeFolders } from "./run/merge.ts";
export { analyseFolder, analysePart, openRun, type Run } from "./run/open_run.ts";
export { gatherResults } from "./run/results.ts";
export type { Row, Value as RowValue } from "./run/row.ts";
export type { RunTasksOptions, TaskProgress } from "./run/run_tasks.ts";
export { parseShard, type Shard } from "./run/shard.ts";
export { type KeyedTask, originOf } from "./run/task_keys.ts";
export { overrides, sweep } from "./sweep.ts";
export type { Analysis } from "./tables/analysis.ts";
export type { PictureRow } from "./tables/index_html.ts";
export type { Group } from "./tables/summary.ts";
export type { Cell, Table, TableColumn } from "./tables/table.ts";
export type { LatentPath } from "./tracking/latent_path.ts";
export { pathBetween } from "./tracking/latent_path_between.ts";
export { pathOfDrag, type PathOfDragOptions } from "./tracking/latent_path_of_drag.ts";
export { trackingAlone, type TrackingAloneOptions } from "./tracking/tracking_alone.ts";
