import assert from "node:assert/strict";
import { experimentCommand } from "../../lib/cli/experiment.ts";
import { InputError } from "../../lib/errors.ts";
import { temporaryFolder } from "../cli/temporary_folder.ts";
import { fakeExperiment } from "./fake_experiment.ts";

const run = (...args: readonly string[]): Promise<unknown> =>
  experimentCommand({ fake: fakeExperiment() }).exitOverride().parseAsync([...args], { from: "user" });

Deno.test("the command knows the experiments it was given, and refuses others", async () => {
  using folder = temporaryFolder();
  await assert.rejects(run("faek"), /Expected the experiment to be one of fake but found "faek"\./);
  await assert.rejects(
    run("fake", "--analyse", "--out", folder.at()),
    /results of all tasks at .* nothing there/,
  );
  await assert.rejects(run("fake", "--shard", "3", "--out", folder.at("a")), InputError);
  await assert.rejects(run("fake", "--seeds", "x", "--out", folder.at("a")), InputError);
  assert.deepEqual([...Deno.readDirSync(folder.at())], []);
});
