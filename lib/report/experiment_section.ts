import { csvParseRows } from "d3-dsv";
import { basename, join } from "node:path";
import { InputError } from "../errors.ts";
import { ifThere } from "../hub/if_there.ts";
import { type SavedExperiment } from "../lab/experiment.ts";
import { checkOrigin, type Origin } from "../lab/run/manifest.ts";
import { PART_SUFFIX } from "../lab/run/part_seconds.ts";
import { readAnyResults } from "../lab/run/results.ts";
import { FILES } from "../lab/run/results_folder.ts";
import { type Row, SEED } from "../lab/run/row.ts";
import { originOf } from "../lab/run/task_keys.ts";
import { type Section } from "../lab/tables/index_html.ts";
import { type TextTable } from "../lab/tables/text_table.ts";
import { commandWords } from "./command_words.ts";
import { factsTable } from "./facts_table.ts";

/** The experiment that results are of. */
function experimentOf(
  folder: string,
  { experiment: name }: Pick<Origin, "experiment">,
  experiments: readonly SavedExperiment[],
): SavedExperiment {
  const found = experiments.find((experiment) => originOf(experiment).experiment === name);
  if (found) return found;
  throw new InputError(`Expected results of a known experiment in ${folder} but found those of ${name}.`);
}

/** The seeds of some rows, such as `0-39`, or one by one where some between are missing. */
function seedsInWords(rows: readonly Row[]): string | undefined {
  const seeds = [...new Set(rows.map(({ [SEED]: seed }) => seed))].filter((seed) => typeof seed === "number")
    .toSorted((a, b) => a - b);
  if (seeds.length === 0) return undefined;
  const [first, last] = [seeds[0]!, seeds.at(-1)!];
  return last - first + 1 === seeds.length ? `${first}-${last}` : seeds.join(", ");
}

/** The mean times beside results; none where they were not kept. */
async function timesOf(folder: string): Promise<TextTable[]> {
  const text = await ifThere(Deno.readTextFile(join(folder, FILES.meanTimes.csv)));
  const [head, ...rows]: readonly string[][] = csvParseRows(text ?? "");
  if (!head) return [];
  const isNumeric = (column: number): boolean => rows.every((row) => Number.isFinite(Number(row[column])));
  return [{
    head: head.map((name) => name.replace(PART_SUFFIX, " [s]").replaceAll("_", " ")),
    rows,
    right: head.flatMap((_, i) => (isNumeric(i) ? [i] : [])),
  }];
}

/**
 * What an experiment showed, from the results gathered in a folder: tables and figures made of them again, command,
 * seeds, settings, versions and times.
 *
 * @throws {InputError} when the results are half written, of another version, or of none of the experiments.
 */
export async function experimentSection(
  folder: string,
  experiments: readonly SavedExperiment[],
): Promise<Section> {
  const { path, origin, rows } = await readAnyResults(folder);
  const experiment = experimentOf(folder, origin, experiments);
  checkOrigin(path, origin, originOf(experiment));
  const seeds = seedsInWords(rows);
  const facts = factsTable({
    folder: basename(folder),
    command: commandWords(experiment, origin.settings, seeds),
    seeds,
    results: rows.length,
    version: origin.version,
    ...origin.settings,
  });
  return {
    title: experiment.measure === undefined
      ? experiment.title
      : `${experiment.title}, by ${experiment.measure}`,
    pictures: await experiment.pictures?.(folder, rows) ?? [],
    content: experiment.analyse(rows),
    details: [facts, ...await timesOf(folder)],
  };
}
