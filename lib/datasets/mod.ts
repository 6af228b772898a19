/**
 * Datasets of drags, read as their authors lay them out.
 *
 * @module
 */

export { type CheckedSample, checkSample, type Finding } from "./check_sample.ts";
export type { Layout } from "./layout.ts";
export { LAYOUTS } from "./layouts/mod.ts";
export { type MetaData, readMetaData } from "./meta_data.ts";
export { type Dataset, type DatasetOptions, openDataset } from "./open_dataset.ts";
export { type DatasetSample, type DragSample, readPicture, type SamplePicture } from "./sample.ts";
export type { SampleFolder } from "./sample_folder.ts";
