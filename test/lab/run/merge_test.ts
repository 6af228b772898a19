import assert from "node:assert/strict";
import { mergeFolders } from "../../../lib/lab/run/merge.ts";
import { decodeParquet, encodeParquet } from "../../../lib/lab/run/parquet.ts";
import { gatherResults } from "../../../lib/lab/run/results.ts";
import { originOf } from "../../../lib/lab/run/task_keys.ts";
import { temporaryFolder } from "../../cli/temporary_folder.ts";
import { equalFiles, fakeExperiment, runFake } from "../fake_experiment.ts";

const FAKE = originOf(fakeExperiment());

Deno.test("two shards in folders of their own, merged, equal one run", async () => {
  using folder = temporaryFolder();
  const [whole, a, b, out] = ["whole", "a", "b", "out"].map((name) => folder.at(name)) as string[];
  await runFake(fakeExperiment(), whole!);
  for (const [index, at] of [a!, b!].entries()) {
    const { told, missing } = await runFake(fakeExperiment(), at, { shard: { index, count: 2 } });
    assert.deepEqual([told.length - 1, missing.length], [3, 3]);
  }
  const manifest = await mergeFolders([a!, b!], out!, FAKE);
  assert.deepEqual(await gatherResults(out!, manifest), []);
  assert.deepEqual(equalFiles(out!), equalFiles(whole!));
});

Deno.test("two shards in one folder equal one run, without a merge", async () => {
  using folder = temporaryFolder();
  await runFake(fakeExperiment(), folder.at("whole"));
  await runFake(fakeExperiment(), folder.at("both"), { shard: { index: 1, count: 2 } });
  const { missing } = await runFake(fakeExperiment(), folder.at("both"), { shard: { index: 0, count: 2 } });
  assert.deepEqual(missing, []);
  assert.deepEqual(equalFiles(folder.at("both")), equalFiles(folder.at("whole")));
});

Deno.test("a merge of some shards only says what is missing, and goes on when the rest is there", async () => {
  using folder = temporaryFolder();
  const [a, b] = [folder.at("a"), folder.at("b")];
  await runFake(fakeExperiment(), a, { shard: { index: 0, count: 2 } });
  const manifest = await mergeFolders([a], folder.at("out"), FAKE);
  const missing = await gatherResults(folder.at("out"), manifest);
  assert.deepEqual(missing.map(({ columns }) => columns.seed), [1, 0, 2]);
  await runFake(fakeExperiment(), b, { shard: { index: 1, count: 2 } });
  await mergeFolders([b], folder.at("out"), FAKE);
  assert.deepEqual(await gatherResults(folder.at("out"), manifest), []);
});

Deno.test("a merge into a folder of gathered results keeps these", async () => {
  using folder = temporaryFolder();
  const [shard, target] = [folder.at("shard"), folder.at("target")];
  await runFake(fakeExperiment(), target);
  const held = equalFiles(target);
  Deno.removeSync(`${target}/tasks`, { recursive: true });
  Deno.removeSync(`${target}/manifest.json`);
  await runFake(fakeExperiment(), shard, { shard: { index: 0, count: 2 } });
  const manifest = await mergeFolders([shard], target, FAKE);
  assert.deepEqual(await gatherResults(target, manifest), []);
  assert.deepEqual(equalFiles(target), held);
});

Deno.test("a run restored from its table, which has a cell for each column of any row, equals what it was", async () => {
  using folder = temporaryFolder();
  // The rows of one setting have a column that the others lack.
  const plain = fakeExperiment();
  const experiment: typeof plain = {
    ...plain,
    plan: async (lab, seeds) => {
      const { tasks, ...plan } = await plain.plan(lab, seeds);
      const more = tasks.map((task) => ({
        ...task,
        run: async () => {
          const { row, ...rest } = await task.run();
          return { row: task.columns["setting"] === "plain" ? row : { ...row, more: 1 }, ...rest };
        },
      }));
      return { ...plan, tasks: more };
    },
  };
  await runFake(experiment, folder.at("a"));
  Deno.mkdirSync(folder.at("b"));
  for (const file of ["results.parquet", "timings.csv"]) {
    Deno.copyFileSync(folder.at("a", file), folder.at("b", file));
  }
  await runFake(experiment, folder.at("b"));
  const manifest = await mergeFolders([folder.at("a"), folder.at("b")], folder.at("c"), originOf(experiment));
  assert.deepEqual(await gatherResults(folder.at("c"), manifest), []);
  assert.deepEqual(
    Deno.readFileSync(folder.at("c", "results.parquet")),
    Deno.readFileSync(folder.at("a", "results.parquet")),
  );
});

Deno.test("tasks that share work go to one shard", async () => {
  using folder = temporaryFolder();
  const plain = fakeExperiment();
  const experiment: typeof plain = {
    ...plain,
    plan: async (lab, seeds) => ({ ...await plain.plan(lab, seeds), together: "seed" }),
  };
  const { told } = await runFake(experiment, folder.at("a"), { shard: { index: 1, count: 2 } });
  const columns = told.flatMap(({ task }) =>
    task ? [`${task.columns["setting"]} ${task.columns["seed"]}`] : []
  );
  assert.deepEqual(columns, ["plain 1", "squared 1"]);
});

Deno.test("shards of different settings or tasks, and different results of one task, are refused", async () => {
  using folder = temporaryFolder();
  const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => folder.at(name)) as [
    string,
    string,
    string,
    string,
  ];
  await runFake(fakeExperiment(), a);
  await runFake(fakeExperiment({ factor: 3 }), b);
  await runFake(fakeExperiment(), c, { seeds: [0, 1, 2, 3] });
  await runFake(fakeExperiment({ before: () => {} }), d);
  const merged = (...folders: string[]): Promise<unknown> => mergeFolders(folders, folder.at("out"), FAKE);
  await assert.rejects(merged(a, b), /same settings in .*b but found another settings\.factor/);
  await assert.rejects(
    merged(a, c),
    /same tasks but found setting plain, seed 3 in only one of .*a and .*c\./,
  );
  const [file] = [...Deno.readDirSync(`${d}/tasks`)].map(({ name }) => `${d}/tasks/${name}`);
  const { rows, note } = await decodeParquet(file!, Deno.readFileSync(file!));
  Deno.writeFileSync(file!, encodeParquet({ rows: [{ ...rows[0], value: -1 }], note }));
  await assert.rejects(merged(a, d), /Expected equal results of setting \w+, seed \d in .*a and .*d/);
  await assert.rejects(merged(), /folders to merge but found none/);
  await assert.rejects(merged(folder.at("nothing")), /results in .*nothing but found no manifest\.json/);
  await merged(a, a);
});
