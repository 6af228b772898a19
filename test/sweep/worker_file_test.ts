import assert from "node:assert/strict";
import { readWorker, writeWorker } from "../../lib/sweep/worker_file.ts";
import { temporaryFolder } from "../cli/temporary_folder.ts";

Deno.test("files of workers that began before results were counted are read, too", async () => {
  using folder = temporaryFolder();
  const worker = { shard: { index: 1, count: 4 }, host: "node", pid: 7, since: 5, ran: 3, task: null };
  await writeWorker(folder.at(), { ...worker, saved: 2 });
  const { seen, ...read } = (await readWorker(folder.at(), worker.shard))!;
  assert.deepEqual(read, { ...worker, saved: 2 });
  folder.write("workers/1-4.json", worker);
  const { seen: _, ...old } = (await readWorker(folder.at(), worker.shard))!;
  assert.deepEqual(old, { ...worker, saved: 0 });
  assert.ok(seen > 0);
});
