import { join } from "node:path";
import { z } from "zod";
import { POINT } from "../../drag/point_schema.ts";
import { inFile } from "../../errors.ts";
import { readInputFile } from "../../hub/read_file.ts";
import { parseJson } from "../../parse_json.ts";
import { checkSchema } from "../../schema.ts";
import { type Layout } from "../layout.ts";
import { pairsOf } from "../point_pairs.ts";
import { type DatasetSample, type DragSample } from "../sample.ts";
import { type SampleFolder } from "../sample_folder.ts";

const ENDING = ".jsonl";

const LINE = z.object({
  seed: z.int().min(0).max(0xffffffff),
  points: z.object({ handle: z.array(POINT), target: z.array(POINT) }),
});

function parseLine(text: string): DragSample {
  const { seed, points: { handle, target } } = checkSchema(LINE, parseJson(text));
  return { picture: { seed }, points: pairsOf(handle, target) };
}

/** The samples of a file, whose name is their category. */
async function samplesIn(path: string, category: string): Promise<DatasetSample[]> {
  const text = new TextDecoder().decode(await readInputFile(path, "samples"));
  return text.split("\n").flatMap((line, i): DatasetSample[] =>
    line.trim() === "" ? [] : [{
      name: `${category}/${String(i).padStart(4, "0")}`,
      category,
      missing: [],
      files: [path],
      read: () => Promise.resolve().then(() => inFile(`${path}:${i + 1}`, () => parseLine(line.trimEnd()))),
    }]
  );
}

async function find(folders: readonly SampleFolder[]): Promise<DatasetSample[]> {
  const files = folders.flatMap(({ path, files }) =>
    [...files].filter((file) => file.endsWith(ENDING)).sort().map((file) => ({
      path: join(path, file),
      file,
    }))
  );
  const samples = await Promise.all(
    files.map(({ path, file }) => samplesIn(path, file.slice(0, -ENDING.length))),
  );
  return samples.flat();
}

/**
 * FreeDragBench: a file `CATEGORY.jsonl` for each of its generators, with a line
 * `{"seed": …, "points": {"handle": [[x, y], …], "target": [[x, y], …]}}` for each picture, which the generator makes
 * from the seed. It has no prompts and no masks. Samples are named by their line, from 0.
 */
export const freeDragBench: Layout = { name: "freedragbench", title: "FreeDragBench (.jsonl)", find };
