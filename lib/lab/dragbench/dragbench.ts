import { type DatasetSample, type DragSample, readPicture } from "../../datasets/sample.ts";
import { pictureTensor } from "../../edit/picture_tensor.ts";
import { tensorHash } from "../../edit/stage_file.ts";
import { InputError } from "../../errors.ts";
import { type RgbaImage } from "../../formats/image_rgba.ts";
import { sha256OfText } from "../../hub/sha256.ts";
import { type EditMeasures, type MeasuredBy, measureEdits, NO_EDIT } from "../../metrics/measure_edits.ts";
import { type Tensor } from "../../tensor.ts";
import {
  type Bench,
  type Experiment,
  type Plan,
  type SavedExperiment,
  type Task,
  type TaskResult,
} from "../experiment.ts";
import { type Json } from "../run/json.ts";
import { type Row, SAMPLE, SEED } from "../run/row.ts";
import { analyseEdits } from "./analyse_edits.ts";
import { editRow } from "./edit_row.ts";
import { moving } from "./sample_spec.ts";
import { keepResult, keepSample, keptPictures } from "./thumbnails.ts";

/** How a method edits the picture of a sample. */
export interface SampleEditor {
  /** The method's name in tables and folders. */
  readonly method: string;
  /** All that its edits depend on, beside the sample. */
  readonly settings: Json;
  /**
   * Edits a sample with at least one pair that moves, and keeps the result; all but the picture goes into the results.
   * Nothing where it cannot edit this picture.
   */
  readonly edit: (
    sample: DragSample,
    name: string,
  ) => Promise<TaskResult & { readonly picture: RgbaImage } | undefined>;
}

/** What {@linkcode dragbench} compares, and on what. */
export interface DragbenchOptions {
  /** The dataset's samples. */
  readonly samples: readonly DatasetSample[];
  /** The methods. */
  readonly editors: readonly SampleEditor[];
  /** By what results are measured. */
  readonly measures: EditMeasures;
  /** The same in words, and the hashes of its weights. */
  readonly measuredBy: MeasuredBy & { readonly sha256: Readonly<Record<string, string>> };
  /** Where small pictures of samples and results are kept, for reports. */
  readonly folder: string;
  /** What shall be the same in all results of a folder beside: the dataset's name, and what the user set. */
  readonly dependsOn: Json;
}

/** A sample that was read. */
interface Read {
  readonly sample: DragSample;
  readonly picture: RgbaImage;
  /** The same [1, 3, H, W] in [−1, 1]. */
  readonly before: Tensor;
}

async function readSample({ read }: DatasetSample): Promise<Read> {
  const sample = await read();
  const picture = await readPicture(sample);
  return { sample, picture, before: pictureTensor(picture) };
}

/** Hash of all of a sample that results depend on. */
async function sampleHash(listed: DatasetSample): Promise<string> {
  const { sample: { points, prompt = null, mask }, before } = await readSample(listed);
  const parts = [await tensorHash(before), mask ? await tensorHash(mask) : null, prompt, points];
  return await sha256OfText(JSON.stringify(parts));
}

/** The numbers of one result, or of none. */
async function measured(
  { measures, measuredBy: { features, distance } }: DragbenchOptions,
  { sample, before }: Read,
  after?: Tensor,
): Promise<Row> {
  const results = new Map(after ? [["edited", after]] : []);
  const numbers = await measureEdits(measures, sample, before, results);
  const still = sample.points.length - moving(sample.points).length;
  return { ...editRow(numbers.get(after ? "edited" : NO_EDIT)!), still, features, distance };
}

/** Edits a sample and measures the result; one whose handles are all at their targets stays as it is. */
async function edited(
  options: DragbenchOptions,
  { name }: DatasetSample,
  read: Read,
  { method, edit }: SampleEditor,
): Promise<TaskResult> {
  if (moving(read.sample.points).length === 0) return { row: await measured(options, read) };
  const result = await edit(read.sample, name);
  if (!result) return { row: {} };
  const { picture, row, ...rest } = result;
  await keepResult(options.folder, name, method, picture);
  return { row: { ...await measured(options, read, pictureTensor(picture)), ...row }, ...rest };
}

/** The tasks of one sample: no edit, and each method. A sample is read again for each, as datasets are large. */
function tasksOf(options: DragbenchOptions, listed: DatasetSample, seed: number, hash: string): Task[] {
  const task = (method: string, settings: Json, run: (read: Read) => Promise<TaskResult>): Task => ({
    columns: { method, [SEED]: seed, [SAMPLE]: listed.name },
    settings: [hash, settings],
    run: async () => {
      const { row, ...rest } = await run(await readSample(listed));
      return { row: { category: listed.category, ...row }, ...rest };
    },
  });
  return [
    task(NO_EDIT, null, async (read) => {
      await keepSample(options.folder, listed.name, read.sample, read.picture);
      return { row: await measured(options, read) };
    }),
    ...options.editors.map((editor) =>
      task(editor.method, editor.settings, (read) => edited(options, listed, read, editor))
    ),
  ];
}

async function plan(options: DragbenchOptions, seeds: readonly number[]): Promise<Plan> {
  const { samples, measuredBy, dependsOn } = options;
  const last = seeds.at(-1)!;
  if (last >= samples.length) {
    throw new InputError(
      `Expected samples from 0 to ${samples.length - 1}, as many as the dataset has, but found ${last}.`,
    );
  }
  const tasks: Task[] = [];
  for (const seed of seeds) {
    tasks.push(...tasksOf(options, samples[seed]!, seed, await sampleHash(samples[seed]!)));
  }
  const settings = { measures: { ...measuredBy }, user: dependsOn };
  return { settings, tasks, together: SAMPLE, keepsFiles: true };
}

/** DragBench as far as its saved results need it; its pairs are a dataset's samples, as many as DragBench has. */
export const savedDragbench: SavedExperiment = {
  name: "dragbench",
  title: "DragBench",
  version: 1,
  pairs: 205,
  options: "--dataset DIR --model MODEL",
  pictures: keptPictures,
  analyse: (rows) => analyseEdits(rows, "dragbench", "DragBench"),
};

/** How DragBench is opened: before it is run. */
export type OpenDragbench = (bench: Bench) => Promise<DragbenchOptions>;

/**
 * Methods on the samples of a dataset, as DragBench measures them: mean distance, image fidelity and what its successors
 * added, always beside no edit at all. Samples take the place of pairs: seed i is the i-th sample.
 *
 * Pairs whose handle is at its target before anything is done have no direction: they are counted and measured, and left
 * out of the drag (our choice; DragBench has two samples with such a pair).
 *
 * @param count how many samples the dataset has.
 */
export const dragbench = (open: OpenDragbench, count: number): Experiment<Bench> => ({
  ...savedDragbench,
  pairs: count,
  plan: async (bench, seeds) => await plan(await open(bench), seeds),
});
