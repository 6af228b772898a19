import { join } from "node:path";
import { FILES as DRAG_FILES } from "../drag/folder.ts";
import { resultFiles } from "../drag/spec/input_files.ts";
import { InputError } from "../errors.ts";
import { checkInputsStay } from "../hub/check_inputs_stay.ts";
import { checkFileWritable } from "../hub/check_writable.ts";
import { isThere } from "../hub/is_there.ts";
import { writeFile } from "../hub/write_file.ts";
import { FILES as INVERSION_FILES } from "../inversion/inversion_folder.ts";
import { type SavedExperiment } from "../lab/experiment.ts";
import { FILES } from "../lab/run/results_folder.ts";
import { pageHtml, type Section } from "../lab/tables/index_html.ts";
import { dragSection } from "./drag_section.ts";
import { experimentSection } from "./experiment_section.ts";
import { inversionSection } from "./inversion_section.ts";

/** Options of {@linkcode writeReport}. */
export interface ReportOptions {
  /** Heading of the page (default "StableDrag Lab"). */
  readonly title?: string;
  /** The experiments that results may be of; those of one's own too. Drags need none (default: none). */
  readonly experiments?: readonly SavedExperiment[];
}

/** Paths of all files that a run's folder may hold of its results, whatever it is of. */
const runFiles = (folder: string): string[] => [
  ...resultFiles(folder),
  ...[...Object.values(INVERSION_FILES), ...Object.values({ ...FILES, ...FILES.meanTimes })]
    .filter((name) => typeof name === "string").map((name) => join(folder, name)),
];

/** What is in a folder: results of an experiment, a drag, or an inversion. */
async function sectionOf(folder: string, experiments: readonly SavedExperiment[]): Promise<Section> {
  if (await isThere(join(folder, FILES.results))) return await experimentSection(folder, experiments);
  if (await isThere(join(folder, DRAG_FILES.record))) return await dragSection(folder);
  if (await isThere(join(folder, INVERSION_FILES.record))) return await inversionSection(folder);
  const unfinished = await isThere(join(folder, FILES.manifest));
  throw new InputError(
    `Expected ${FILES.results} of an experiment, ${DRAG_FILES.record} of a drag or ${INVERSION_FILES.record} of an inversion ` +
      `in ${folder} but found ${unfinished ? "an experiment whose tasks are not all done" : "none of them"}.`,
  );
}

/**
 * Writes one self-contained HTML page of some runs: tables, figures, pictures, versions, seeds and commands. Tables and
 * figures are made of the saved results again, so that equal results make equal pages.
 *
 * @param path of the file that is written.
 * @param folders each holds the gathered results of an experiment, a finished drag or a finished inversion.
 * @throws {InputError} when a folder holds none of them, results are of no known experiment, half written or of another
 * version, and when the page cannot be written or would replace a file of a run; nothing is written then.
 */
export async function writeReport(
  path: string,
  folders: readonly string[],
  { title = "StableDrag Lab", experiments = [] }: ReportOptions = {},
): Promise<void> {
  if (folders.length === 0) throw new InputError("Expected at least one folder of a run but found none.");
  await checkFileWritable(path);
  await checkInputsStay("report", Object.fromEntries(folders.map((at) => [at, runFiles(at)])), [path]);
  const sections: Section[] = [];
  for (const folder of folders) sections.push(await sectionOf(folder, experiments));
  await writeFile(path, pageHtml(title, sections));
}
