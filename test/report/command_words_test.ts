import assert from "node:assert/strict";
import { FACES } from "../../lib/hub/faces.ts";
import { type SavedExperiment } from "../../lib/lab/experiment.ts";
import { commandWords } from "../../lib/report/command_words.ts";

const tracking: SavedExperiment = {
  ...{ name: "tracking", title: "Tracking", version: 1, pairs: 20 },
  analyse: () => ({ tables: {}, figures: {} }),
};
const environment = { versions: {}, provider: "cuda", threads: 2 };

Deno.test("the command of results has the threads and the provider without which they are refused", () => {
  assert.equal(
    commandWords(tracking, { model: FACES.converted, environment }, "0-19"),
    "deno task experiment tracking --seeds 0-19 --threads 2 --provider cuda",
  );
  assert.equal(commandWords(tracking, { environment: {} }, "0, 7"), "deno task experiment tracking");
});

Deno.test("a model that is not the embedded one is told by its hash", () => {
  const ablation = { ...tracking, name: "tau", measure: "drags" };
  assert.equal(
    commandWords(ablation, { model: "abc", environment }, undefined),
    "deno task ablate tau --measure drags --model MODEL --threads 2 --provider cuda, where MODEL is the one with SHA-256 abc",
  );
});
