import assert from "node:assert/strict";
import { experimentCommand } from "../../lib/cli/experiment.ts";
import { InputError } from "../../lib/errors.ts";
import { temporaryFolder } from "../cli/temporary_folder.ts";
import { fakeExperiment } from "./fake_experiment.ts";

async function run(...args: readonly string[]): Promise<void> {
  const all = experimentCommand({ fake: fakeExperiment() });
  for (const command of [all, ...all.commands]) {
    command.exitOverride().configureOutput({ writeErr: () => {} });
  }
  await all.parseAsync([...args], { from: "user" });
}

Deno.test("of options that exclude each other none is ignored", async () => {
  using folder = temporaryFolder();
  const cases: readonly (readonly [readonly string[], string])[] = [
    [["--merge", "a", "--analyse"], "'--merge <dir...>' cannot be used with option '--analyse'"],
    [["--shard", "0/2", "--merge", "a"], "'--merge <dir...>' cannot be used with option '--shard <i/N>'"],
    [["--merge", "a", "--pairs", "3"], "'--merge <dir...>' cannot be used with option '--pairs <n>'"],
    [["--merge", "a", "--seeds", "3-5"], "'--merge <dir...>' cannot be used with option '--seeds <a-b>'"],
    [["--analyse", "--shard", "0/2"], "'--analyse' cannot be used with option '--shard <i/N>'"],
    [["--analyse", "--pairs", "3"], "'--analyse' cannot be used with option '--pairs <n>'"],
    [["--analyse", "--seeds", "3-5"], "'--analyse' cannot be used with option '--seeds <a-b>'"],
    [["--merge", "a", "--partial"], "'--merge <dir...>' cannot be used with option '--partial'"],
    [["--partial", "--analyse"], "'--partial' cannot be used with option '--analyse'"],
    [["--partial", "--shard", "0/2"], "'--partial' cannot be used with option '--shard <i/N>'"],
  ];
  for (const [args, message] of cases) {
    await assert.rejects(run("fake", ...args, "--out", folder.at("a")), {
      code: "commander.conflictingOption",
      message: `error: option ${message}`,
    });
  }
  assert.deepEqual([...Deno.readDirSync(folder.at())], []);
});

Deno.test("the command knows the experiments it was given, and refuses others", async () => {
  using folder = temporaryFolder();
  await assert.rejects(
    run("faek"),
    /Expected the experiment to be one of fake, dragbench but found "faek"\./,
  );
  await assert.rejects(
    run("fake", "--analyse", "--out", folder.at()),
    /results of all tasks at .* nothing there/,
  );
  await assert.rejects(run("fake", "--partial", "--out", folder.at()), /found no manifest\.json\./);
  await assert.rejects(run("fake", "--shard", "3", "--out", folder.at("a")), InputError);
  await assert.rejects(run("fake", "--seeds", "x", "--out", folder.at("a")), InputError);
  assert.deepEqual([...Deno.readDirSync(folder.at())], []);
});
