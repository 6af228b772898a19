import { join } from "node:path";
import { checkSample } from "../datasets/check_sample.ts";
import { type DatasetSample, readPicture } from "../datasets/sample.ts";
import { pictureTensor } from "../edit/picture_tensor.ts";
import { inFile, InputError } from "../errors.ts";
import { decodeImage } from "../formats/image.ts";
import { isThere } from "../hub/is_there.ts";
import { readInputFile } from "../hub/read_file.ts";
import { type Tensor } from "../tensor.ts";
import { note } from "./terminal.ts";

/** Folders of results by the method's name. */
export type Results = ReadonlyMap<string, string>;

/**
 * A method's result of a sample, `FOLDER/SAMPLE/dragged_image.png`: [1, 3, H, W], RGB from −1 to 1.
 *
 * @throws {InputError} naming the file when it cannot be read.
 */
export async function readResult(folder: string, sample: string): Promise<Tensor> {
  const path = join(folder, sample, "dragged_image.png");
  const bytes = await readInputFile(path, "a result");
  return inFile(path, () => pictureTensor(decodeImage(bytes)));
}

/** What is wrong in what is awaited, in words; nothing where it is well. */
const wrongIn = (reading: Promise<unknown>): Promise<string[]> =>
  reading.then(() => [], (error: unknown) => {
    if (error instanceof InputError) return [error.message];
    throw error;
  });

/** A sample as far as it is measured: what a set says of regions is none of it. */
const withoutRegions = (sample: DatasetSample): DatasetSample => ({
  ...sample,
  read: async () => ({ ...await sample.read(), regions: [] }),
});

/** Why a sample and its results cannot be measured, in sentences that name it. */
async function wrongOf(sample: DatasetSample, results: Results): Promise<string[]> {
  const { findings } = await checkSample(withoutRegions(sample));
  const wrong = findings.filter(({ severity }) => severity === "unusable")
    .map(({ words }) => `${sample.name}: ${words}`);
  if (wrong.length === 0) await refuseGenerated(sample);
  for (const folder of results.values()) wrong.push(...await wrongIn(readResult(folder, sample.name)));
  return wrong;
}

/** Refuses a picture that is in no file: then the set has none, and its first sample tells. */
async function refuseGenerated({ read }: DatasetSample): Promise<void> {
  const { picture } = await read();
  if ("seed" in picture) await readPicture({ picture });
}

/**
 * Reads all samples and results once, so that what is wrong with any is said before anything is measured: each on a line of
 * standard error, where there are several.
 *
 * @throws {InputError} when a sample or result cannot be measured: what is wrong, or how many are.
 */
export async function checkMeasurable(samples: readonly DatasetSample[], results: Results): Promise<void> {
  for (const folder of results.values()) {
    if (await isThere(folder)) continue;
    throw new InputError(`Expected a folder of results at ${folder} but found nothing there.`);
  }
  const wrong: string[][] = [];
  for (const sample of samples) wrong.push(await wrongOf(sample, results));
  const [first, ...others] = wrong.flat();
  if (first === undefined) return;
  if (others.length === 0) throw new InputError(first);
  [first, ...others].forEach(note);
  const count = wrong.filter(({ length }) => length > 0).length;
  throw new InputError(
    `Expected samples and results that can be measured but found ${count} of ${samples.length} samples that cannot.`,
  );
}
