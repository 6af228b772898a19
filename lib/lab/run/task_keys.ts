import { InputError } from "../../errors.ts";
import { sha256OfText } from "../../hub/sha256.ts";
import { type Experiment, type Lab, type Plan, type Task } from "../experiment.ts";
import { canonicalJson } from "./json.ts";
import { FORMAT, type ListedTask, type Manifest, type Origin } from "./manifest.ts";
import { checkRow, rowInWords } from "./row.ts";

/** A task with the hash of all that its result depends on. */
export type KeyedTask = Task & ListedTask;

/** What the files of an experiment say of themselves. */
export const originOf = (
  { name, measure, version }: Pick<Experiment, "name" | "measure" | "version">,
): Origin => ({
  format: FORMAT,
  experiment: measure === undefined ? name : `${name} by ${measure}`,
  version,
});

function checkDistinct(tasks: readonly Task[], name: string): void {
  if (tasks.length === 0) throw new InputError(`Expected at least one task of ${name} but found none.`);
  const known = new Set<string>();
  for (const { columns } of tasks) {
    checkRow(columns, name);
    const text = canonicalJson(columns);
    if (known.has(text)) {
      throw new InputError(`Expected tasks of ${name} that differ but found two of ${rowInWords(columns)}.`);
    }
    known.add(text);
  }
}

/**
 * The tasks of a plan with their keys, and the manifest of the folder of their results.
 *
 * @throws {InputError} when there is no task, or two have equal columns.
 */
export async function keyTasks(
  experiment: Pick<Experiment, "name" | "measure" | "version">,
  plan: Plan,
  environment: Lab["environment"],
): Promise<{ readonly manifest: Manifest; readonly tasks: readonly KeyedTask[] }> {
  checkDistinct(plan.tasks, experiment.name);
  const origin = originOf(experiment);
  const settings = { ...plan.settings, environment };
  const tasks: KeyedTask[] = [];
  // One after the other: all at once take three times as long.
  for (const task of plan.tasks) {
    const text = canonicalJson([{ ...origin }, settings, task.columns, task.settings]);
    tasks.push({ ...task, key: (await sha256OfText(text)).slice(0, 24) });
  }
  const listed = tasks.map(({ key, columns }) => ({ key, columns }));
  return { manifest: { ...origin, settings, tasks: listed }, tasks };
}
