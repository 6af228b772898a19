import assert from "node:assert/strict";
import { trajectoryOf } from "../../../lib/lab/faces/trajectory.ts";
import { decodeParquet } from "../../../lib/lab/run/parquet.ts";

Deno.test("the committed trajectories can be read, all steps of each", async () => {
  const path = "experiments/results/trajectories/results.parquet";
  const { rows } = await decodeParquet(path, await Deno.readFile(path));
  assert.ok(rows.length > 0);
  for (const row of rows) {
    const { record, believed } = trajectoryOf(row);
    assert.equal(record.steps.length, believed.length);
  }
});
