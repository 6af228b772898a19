import assert from "node:assert/strict";
import config from "../../deno.json" with { type: "json" };
import fc from "fast-check";
import { InputError } from "../../lib/errors.ts";
import { type Shard } from "../../lib/lab/run/shard.ts";
import { ENVIRONMENT, shardOfEnvironment } from "../../lib/sweep/shard_of_environment.ts";

const shardOf = (variables: Readonly<Record<string, string>>, count?: number): Shard =>
  shardOfEnvironment((name) => variables[name], count);

/** The variables of a task of `sbatch --array`. */
const slurm = (id: number, count: number, first: number, step: number): Record<string, string> => ({
  SLURM_ARRAY_TASK_ID: String(id),
  SLURM_ARRAY_TASK_COUNT: String(count),
  SLURM_ARRAY_TASK_MIN: String(first),
  SLURM_ARRAY_TASK_STEP: String(step),
});

Deno.test("the tasks of an array first-last:step are its shards in their order, wherever it begins", () => {
  const upTo = (least: number, most: number): fc.Arbitrary<number> => fc.integer({ min: least, max: most });
  fc.assert(fc.property(upTo(0, 5000), upTo(1, 7), upTo(1, 20), (first, step, count) => {
    const ids = Array.from({ length: count }, (_, index) => first + index * step);
    const shards = ids.map((id) => shardOf(slurm(id, count, first, step)));
    assert.deepEqual(shards, ids.map((_, index) => ({ index, count })));
  }));
});

Deno.test("with a number of shards, ids are taken as they are, so that parts of an array can be run again", () => {
  assert.deepEqual(shardOf(slurm(17, 2, 3, 1), 24), { index: 17, count: 24 });
  assert.deepEqual(shardOf({ JOB_COMPLETION_INDEX: "0" }, 1), { index: 0, count: 1 });
});

Deno.test("an environment that makes no sense is refused in one sentence", () => {
  const cases: readonly (readonly [Readonly<Record<string, string>>, number | undefined, RegExp])[] = [
    [{}, undefined, /Expected a shard as option, or in .*, but found none\./],
    [{}, 24, /Expected a shard as option, or in .*, but found none\./],
    [
      { JOB_COMPLETION_INDEX: "3" },
      undefined,
      /number of shards with JOB_COMPLETION_INDEX, .* but found none\./,
    ],
    [{ JOB_COMPLETION_INDEX: "24" }, 24, /one of 24 shards, .* in JOB_COMPLETION_INDEX but found 24\./],
    [{ JOB_COMPLETION_INDEX: "" }, 24, /a whole number in JOB_COMPLETION_INDEX but found ""\./],
    [{ SLURM_ARRAY_TASK_ID: "-1" }, 24, /a whole number in SLURM_ARRAY_TASK_ID but found "-1"\./],
    [{ SLURM_ARRAY_TASK_ID: "1" }, undefined, /SLURM_ARRAY_TASK_COUNT but found it is not set\./],
    // An array that is a list, 1,5,7, does not say which of them comes when.
    [slurm(5, 3, 1, 1), undefined, /one of 3 shards, .* in SLURM_ARRAY_TASK_ID but found 4\./],
  ];
  for (const [variables, count, message] of cases) {
    assert.throws(() => shardOf(variables, count), (error: unknown) => {
      assert.ok(error instanceof InputError);
      assert.match(error.message, message);
      return true;
    });
  }
});

Deno.test("deno task sweep may read the variables of all engines", () => {
  const [, names] = /--allow-env=(\S+)/.exec(config.tasks.sweep)!;
  for (const name of ENVIRONMENT) assert.ok(names!.split(",").includes(name), name);
});
