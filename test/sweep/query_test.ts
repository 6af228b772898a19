import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { queryResults } from "../../lib/sweep/query.ts";
import { temporaryFolder } from "../cli/temporary_folder.ts";
import { fakeExperiment, runFake } from "../lab/fake_experiment.ts";
import { sweep } from "./run_sweep.ts";

const MEANS =
  "SELECT setting, count(*)::INTEGER AS n, sum(seed) AS seeds FROM results GROUP BY ALL ORDER BY 1";

Deno.test("a query is answered while a sweep runs and when it is done, from the tasks of the run only", async () => {
  using folder = temporaryFolder();
  const at = folder.at("it's [1] *");
  await runFake(fakeExperiment(), at, { seeds: [7] });
  Deno.removeSync(`${at}/results.parquet`);
  await runFake(fakeExperiment(), at, { shard: { index: 0, count: 2 } });
  const half = await queryResults([at], MEANS);
  assert.deepEqual(half, { columns: ["setting", "n", "seeds"], rows: [["plain", 2, 2], ["squared", 1, 1]] });
  await runFake(fakeExperiment(), at);
  const whole = await queryResults([at], MEANS);
  assert.deepEqual(whole.rows, [["plain", 3, 3], ["squared", 3, 3]]);
  const more = folder.at("more");
  await runFake(fakeExperiment(), more, { seeds: [4, 5] });
  const both = await queryResults([at, more], MEANS);
  assert.deepEqual(both.rows, [["plain", 5, 12], ["squared", 5, 12]]);
  await assert.rejects(queryResults([at, `${more}/../it's [1] *`], MEANS), {
    name: "InputError",
    message: /^Expected every folder once but found .* again\.$/,
  });
});

Deno.test("the tasks have the seconds of their parts, the gathered results have the same rows without them", async () => {
  using folder = temporaryFolder();
  await runFake(fakeExperiment(), folder.at());
  const sql =
    "SELECT count(*)::INTEGER, min(made_seconds) >= 0 FROM tasks JOIN results USING (task, value, setting)";
  assert.deepEqual((await queryResults([folder.at()], sql)).rows, [[6, true]]);
  const { columns } = await queryResults([folder.at()], "FROM results");
  assert.deepEqual(columns, ["task", "setting", "seed", "value", "sign", "odd"]);
  Deno.removeSync(folder.at("manifest.json"));
  assert.equal((await queryResults([folder.at()], "FROM results")).rows.length, 6);
});

Deno.test("nothing but one SELECT over the results is answered, and nothing is written", async () => {
  using folder = temporaryFolder();
  const at = folder.at("a");
  await runFake(fakeExperiment(), at);
  const files = (): string[] =>
    [...Deno.readDirSync(at), ...Deno.readDirSync(folder.at())].map(({ name }) => name);
  const before = files();
  const cases: readonly (readonly [string, RegExp])[] = [
    ["", /^Expected a query but found no words\.$/],
    [
      "SELEC 1",
      /^Expected a query that DuckDB can answer but found: Parser Error: syntax error at or near "SELEC"$/,
    ],
    ["SELECT 1; SELECT 2", /^Expected one query but found 2 statements\.$/],
    ["SELECT nothing FROM results", /Binder Error: Referenced column "nothing" not found/],
    ["DROP TABLE results", /^Expected a SELECT, which changes nothing, but found another statement\.$/],
    ["DELETE FROM results", /^Expected a SELECT/],
    [`ATTACH '${folder.at("new.db")}'`, /^Expected a SELECT/],
    ["EXPLAIN ANALYZE CREATE TABLE a AS SELECT 1", /^Expected a SELECT/],
    [`COPY results TO '${folder.at("new.csv")}'`, /file system operations are disabled|Expected a SELECT/],
    [`SELECT * FROM '${at}/timings.csv'`, /file system operations are disabled/],
  ];
  for (const [sql, message] of cases) {
    await assert.rejects(queryResults([at], sql), (error: unknown) => {
      assert.ok(error instanceof InputError, String(error));
      assert.match(error.message, message);
      assert.ok(!error.message.includes("\n"));
      return true;
    });
  }
  assert.deepEqual(files(), before);
  await assert.rejects(queryResults([folder.at()], "SELECT 1"), /Expected results in .* but found none\./);
  Deno.writeTextFileSync(`${at}/results.parquet`, "PAR1");
  await assert.rejects(queryResults([at], "SELECT 1"), /Expected Parquet files of results but found: /);
});

Deno.test("the command prints Markdown of six digits, or comma-separated values with all", async () => {
  using folder = temporaryFolder();
  await runFake(fakeExperiment(), folder.at("out"));
  const sql =
    'SELECT setting AS "a|b", value / 3 AS third, odd, [seed, 1] AS both FROM results WHERE seed = 2 ORDER BY 1';
  const { status, stdout } = await sweep(folder.at(), "query", "out", sql);
  assert.equal(status, 0);
  assert.equal(
    stdout,
    "| a\\|b | third | odd | both |\n|---|---|---|---|\n| plain | 1.4 |  | [2,1] |\n| squared | 2.94 |  | [2,1] |\n",
  );
  const csv = await sweep(folder.at(), "query", "out", sql, "--csv");
  assert.equal(
    csv.stdout,
    `a|b,third,odd,both\nplain,${4.2 / 3},,"[2,1]"\nsquared,${2 * 2.1 ** 2 / 3},,"[2,1]"\n`,
  );
});
