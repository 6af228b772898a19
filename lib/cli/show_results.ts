import { join } from "node:path";
import { type SavedExperiment } from "../lab/experiment.ts";
import { analyseFolder } from "../lab/run/open_run.ts";
import { FILES } from "../lab/run/results_folder.ts";
import { tableMarkdown } from "../lab/tables/table_text.ts";
import { note, print } from "./terminal.ts";

/** Makes the tables and figures and prints the tables; times, which no two runs share, go to standard error. */
export async function showResults(experiment: SavedExperiment, folder: string): Promise<void> {
  const { tables } = await analyseFolder(experiment, folder);
  for (const table of Object.values(tables)) print(tableMarkdown(table));
  const times = await Deno.readTextFile(join(folder, FILES.meanTimes.md)).catch(() => "");
  if (times) note(`Mean times:\n\n${times}`);
  note(`Tables and figures are in ${folder}.`);
}
