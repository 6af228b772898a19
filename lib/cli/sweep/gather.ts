import { Command } from "commander";
import { InputError } from "../../errors.ts";
import { readManifest } from "../../lab/run/results_folder.ts";
import { gatherResults } from "../../lab/run/results.ts";
import { originOf } from "../../lab/run/task_keys.ts";
import { missingText } from "../missing_text.ts";
import { showResults } from "../show_results.ts";
import { type Sweepables } from "./sweepable.ts";
import { type Swept } from "./sweep_target.ts";
import { withSwept } from "./sweep_options.ts";

/**
 * Brings the results of all tasks together in one file, and shows tables and figures of them.
 *
 * @throws {InputError} when some tasks have no result yet.
 */
export async function gather(
  { experiment, folder }: Swept,
): Promise<void> {
  const manifest = await readManifest(folder, originOf(experiment));
  const missing = await gatherResults(folder, manifest);
  if (missing.length > 0) {
    throw new InputError(
      `Expected results of all tasks in ${folder} but found that ${missingText(missing)}.`,
    );
  }
  await showResults(experiment, folder);
}

/** `sweep gather NAME`. */
export const gatherCommand = (sweepables: Sweepables): Command =>
  withSwept(
    new Command("gather").description(
      "bring the results of all tasks together in one file, and make tables and figures; runs nothing",
    ),
    sweepables,
    gather,
  );
