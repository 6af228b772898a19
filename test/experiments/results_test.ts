import assert from "node:assert/strict";
import { join } from "node:path";
import { ABLATIONS } from "../../ablations/mod.ts";
import { EXPERIMENTS } from "../../experiments/mod.ts";
import { ablationExperiment } from "../../lib/lab/ablation.ts";
import { savedDragbench } from "../../lib/lab/dragbench/dragbench.ts";
import { type SavedExperiment } from "../../lib/lab/experiment.ts";
import { MEASURES } from "../../lib/lab/measures.ts";
import { readResults } from "../../lib/lab/run/results.ts";
import { originOf } from "../../lib/lab/run/task_keys.ts";
import { tableMarkdown } from "../../lib/lab/tables/table_text.ts";

const RESULTS = "experiments/results";

/** The experiments whose results are committed, and their folders. */
async function committed(): Promise<[string, SavedExperiment][]> {
  const all = [
    ...[...Object.values(EXPERIMENTS), savedDragbench].map((experiment): [string, SavedExperiment] => [
      experiment.name,
      experiment,
    ]),
    ...Object.values(MEASURES).flatMap((measure) =>
      Object.values(ABLATIONS).map((ablation): [string, SavedExperiment] => [
        join("ablations", measure.name, ablation.name),
        ablationExperiment(ablation, measure),
      ])
    ),
  ];
  const there = await Promise.all(
    all.map(([folder]) => Deno.stat(join(RESULTS, folder)).then(() => true, () => false)),
  );
  return all.filter((_, i) => there[i]);
}

Deno.test("committed tables and figures are what the committed results give", async () => {
  const found = await committed();
  assert.ok(found.length >= 12, `Expected results of at least twelve experiments but found ${found.length}.`);
  for (const [name, experiment] of found) {
    const folder = join(RESULTS, name);
    const { tables, figures } = experiment.analyse(await readResults(folder, originOf(experiment)));
    const read = (file: string): Promise<string> => Deno.readTextFile(join(folder, file));
    for (const [table, value] of Object.entries(tables)) {
      assert.equal(await read(`${table}.md`), tableMarkdown(value), `${name}: ${table}.md`);
    }
    for (const [figure, svg] of Object.entries(figures)) {
      assert.equal(await read(`${figure}.svg`), svg, `${name}: ${figure}.svg`);
    }
  }
});
