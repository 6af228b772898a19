import { InputError } from "../errors.ts";
import { type Layout } from "./layout.ts";
import { LAYOUTS } from "./layouts/mod.ts";
import { type DatasetSample } from "./sample.ts";
import { foldersIn } from "./sample_folder.ts";

/** A set of pictures with points to be dragged. */
export interface Dataset {
  /** How it lies in its folder. */
  readonly layout: Layout;
  /** Its samples by name; each is read when it is asked for. */
  readonly samples: readonly DatasetSample[];
}

/** Options of {@linkcode openDataset}. */
export interface DatasetOptions {
  /** Name of its layout, one of {@linkcode LAYOUTS} (default: the first of them that is found). */
  readonly layout?: string;
}

function candidates(name: string | undefined): readonly Layout[] {
  if (name === undefined) return Object.values(LAYOUTS);
  if (Object.hasOwn(LAYOUTS, name)) return [LAYOUTS[name]!];
  throw new InputError(
    `Expected a layout ${Object.keys(LAYOUTS).join(", ")} but found ${JSON.stringify(name)}.`,
  );
}

/**
 * Opens a dataset in one of the published layouts, which is found by looking at the folder. Only the names of its files
 * are read: a sample's points, mask and picture are read when they are asked for.
 *
 * @param folder the dataset, its categories up to two levels below, or a single sample.
 * @throws {InputError} when there is no such folder, or no layout fits it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openDataset } from "./open_dataset.ts";
 * const folder = await Deno.makeTempDir();
 * const line = { seed: 7, points: { handle: [[1, 2]], target: [[3, 4]] } };
 * await Deno.writeTextFile(`${folder}/faces.jsonl`, JSON.stringify(line));
 *
 * const { layout, samples } = await openDataset(folder);
 * assert.equal(layout.name, "freedragbench");
 * const { picture, points } = await samples[0]!.read();
 * assert.deepEqual([picture, points], [{ seed: 7 }, [{ handle: [1, 2], target: [3, 4] }]]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function openDataset(folder: string, { layout: name }: DatasetOptions = {}): Promise<Dataset> {
  const tried = candidates(name);
  const folders = await foldersIn(folder);
  for (const layout of tried) {
    const samples = await layout.find(folders);
    if (samples.length > 0) return { layout, samples };
  }
  throw new InputError(
    `Expected a dataset in ${folder}, such as ${tried.map(({ title }) => title).join(", ")}, but found none.`,
  );
}
