import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { analyseFolder, analysePart } from "../../lib/lab/run/open_run.ts";
import { decodeParquet, encodeParquet } from "../../lib/lab/run/parquet.ts";
import { type Row } from "../../lib/lab/run/row.ts";
import { type TemporaryFolder, temporaryFolder } from "../cli/temporary_folder.ts";
import { fakeExperiment, runFake } from "./fake_experiment.ts";

/** A folder with the results of the fake, gathered. */
async function finished(folder: TemporaryFolder): Promise<string> {
  await runFake(fakeExperiment(), folder.at("a"));
  return folder.at("a");
}

const refused = (work: Promise<unknown>, message: RegExp): Promise<void> =>
  assert.rejects(work, (error: unknown) => {
    assert.ok(error instanceof InputError, String(error));
    assert.match(error.message, message);
    assert.match(error.message, /^[^\n]*\.$/, "one sentence");
    return true;
  });

Deno.test("a folder with results of other settings is refused, and left as it was", async () => {
  using folder = temporaryFolder();
  const at = await finished(folder);
  const before = Deno.readTextFileSync(`${at}/manifest.json`);
  await refused(
    runFake(fakeExperiment({ factor: 3 }), at),
    /same settings in .*a but found another settings\.factor/,
  );
  assert.equal(Deno.readTextFileSync(`${at}/manifest.json`), before);
});

Deno.test("results of another version or experiment are refused, running and analysing", async () => {
  using folder = temporaryFolder();
  const at = await finished(folder);
  const newer = fakeExperiment({ version: 2 });
  const message =
    /results of fake version 2 \(format 1\) in .*(manifest\.json|parquet) but found those of fake version 1 /;
  await refused(runFake(newer, at), message);
  await refused(analyseFolder(newer, at), message);
  await refused(analyseFolder(fakeExperiment({ name: "other" }), at), /but found those of fake version 1/);
});

Deno.test("results that were measured otherwise are refused, running and analysing", async () => {
  using folder = temporaryFolder();
  const [near, far] = ["near", "far"].map((measure) => fakeExperiment({ measure }));
  await runFake(near!, folder.at("a"));
  const message = /results of fake by far version 1 .* but found those of fake by near version 1 /;
  await refused(runFake(far!, folder.at("a")), message);
  await refused(analyseFolder(far!, folder.at("a")), message);
  await analyseFolder(near!, folder.at("a"));
});

Deno.test("files that are half written are refused by name", async () => {
  using folder = temporaryFolder();
  const at = await finished(folder);
  const half = (path: string): void => {
    const bytes = Deno.readFileSync(path);
    Deno.writeFileSync(path, bytes.slice(0, bytes.length / 2));
  };
  const [task] = [...Deno.readDirSync(`${at}/tasks`)].map(({ name }) => name);
  half(`${at}/results.parquet`);
  await refused(
    analyseFolder(fakeExperiment(), at),
    /Expected a Parquet file at .*results\.parquet but found one that is half written/,
  );
  half(`${at}/tasks/${task}`);
  await refused(runFake(fakeExperiment(), at), new RegExp(`${task} but found one that is half written`));
  half(`${at}/manifest.json`);
  await refused(
    runFake(fakeExperiment(), at),
    /manifest\.json: Expected JSON but found: .* in JSON at position \d+ \(line \d+ column \d+\)\.$/,
  );
});

Deno.test("files that say something else are refused by name", async () => {
  using folder = temporaryFolder();
  const at = await finished(folder);
  const path = `${at}/tasks/${[...Deno.readDirSync(`${at}/tasks`)][0]!.name}`;
  const { rows, note } = await decodeParquet(path, Deno.readFileSync(path));
  const misplaced: readonly (readonly Row[])[] = [[], [...rows, ...rows], [{ ...rows[0], task: "other" }]];
  for (const wrong of misplaced) {
    Deno.writeFileSync(path, encodeParquet({ rows: wrong, note }));
    await refused(
      runFake(fakeExperiment(), at),
      /Expected the result of task [0-9a-f]{24} in .*parquet but found/,
    );
  }
  Deno.writeTextFileSync(`${at}/manifest.json`, "[]");
  await refused(runFake(fakeExperiment(), at), /manifest\.json but found none\./);
  Deno.writeFileSync(`${at}/results.parquet`, new Uint8Array(300));
  await refused(analyseFolder(fakeExperiment(), at), /Expected a Parquet file at .*results\.parquet/);
});

Deno.test("a run without results to analyse, or into a file, is refused", async () => {
  using folder = temporaryFolder();
  await refused(
    analyseFolder(fakeExperiment(), folder.at("nothing")),
    /results\.parquet but found nothing there/,
  );
  const never = {
    before: (): never => {
      throw new Error("no luck");
    },
  };
  await runFake(fakeExperiment(never), folder.at("failed"));
  await refused(
    analysePart(fakeExperiment(), folder.at("failed")),
    /Expected results in .*failed but found none/,
  );
  const file = folder.write("file", "");
  await refused(runFake(fakeExperiment(), file), /Expected a folder that can be written at .*file/);
});

Deno.test("no tasks and tasks that cannot be told apart are refused", async () => {
  using folder = temporaryFolder();
  await refused(runFake(fakeExperiment(), folder.at("a"), { seeds: [] }), /at least one task of fake/);
  await refused(runFake(fakeExperiment(), folder.at("a"), { seeds: [1, 1] }), /two of setting plain, seed 1/);
});

Deno.test("a task whose number is not finite is not saved", async () => {
  using folder = temporaryFolder();
  const { told } = await runFake(fakeExperiment({ factor: 1e308 }), folder.at("a"), { seeds: [1e9] });
  assert.match(
    String(told[1]!.error),
    /finite number, a text or null as value of setting plain, seed 1000000000 but found Inf/,
  );
  assert.deepEqual([...Deno.readDirSync(folder.at("a", "tasks"))], []);
});
