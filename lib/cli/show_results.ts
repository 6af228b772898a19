import { join } from "node:path";
import { type SavedExperiment } from "../lab/experiment.ts";
import { analyseFolder, analysePart } from "../lab/run/open_run.ts";
import { FILES } from "../lab/run/results_folder.ts";
import { type Analysis } from "../lab/tables/analysis.ts";
import { tableMarkdown } from "../lab/tables/table_text.ts";
import { missingText } from "./missing_text.ts";
import { note, print } from "./terminal.ts";

/** Prints tables, and where they are. */
function show({ tables }: Analysis, folder: string): void {
  for (const table of Object.values(tables)) print(tableMarkdown(table));
  note(`Tables and figures are in ${folder}.`);
}

/** Makes the tables and figures and prints the tables; times, which no two runs share, go to standard error. */
export async function showResults(experiment: SavedExperiment, folder: string): Promise<void> {
  const analysis = await analyseFolder(experiment, folder);
  const times = await Deno.readTextFile(join(folder, FILES.meanTimes.md)).catch(() => "");
  show(analysis, folder);
  if (times) note(`Mean times:\n\n${times}`);
}

/** The same of the tasks that have a result; how many have none goes to standard error. */
export async function showPart(experiment: SavedExperiment, folder: string): Promise<void> {
  const { analysis, missing } = await analysePart(experiment, folder);
  show(analysis, folder);
  if (missing.length > 0) note(`These are not all results: ${missingText(missing)}.`);
}
