import assert from "node:assert/strict";
import { writeFile } from "../../lib/hub/write_file.ts";
import { noteFailure } from "../../lib/sweep/failures.ts";
import { writeWorker } from "../../lib/sweep/worker_file.ts";
import { temporaryFolder } from "../cli/temporary_folder.ts";

Deno.test("a file is written in a folder that is made, in place of what was there, and nothing else is left", async () => {
  using folder = temporaryFolder();
  await writeFile(folder.at("a/b/c.txt"), "é");
  await writeFile(folder.at("a/b/c.txt"), Uint8Array.of(0xc3, 0xa8));
  assert.equal(Deno.readTextFileSync(folder.at("a/b/c.txt")), "è");
  assert.deepEqual([...Deno.readDirSync(folder.at("a/b"))].map(({ name }) => name), ["c.txt"]);
});

Deno.test("a file that cannot be written is named, with the reason in one sentence, also those of a sweep", async () => {
  using folder = temporaryFolder();
  folder.write("file", "text");
  const reason =
    /^Error: Could not write .*[^a-z](file|failed|workers)\/?.*: (Not a directory|File exists)\.$/;
  await assert.rejects(writeFile(folder.at("file/b"), ""), reason);
  folder.write("failed", "");
  folder.write("workers", "");
  await assert.rejects(noteFailure(folder.at(), { key: "k", columns: {}, reason: "" }), reason);
  const worker = { shard: { index: 0, count: 1 }, host: "h", pid: 1, since: 0, ran: 0, saved: 0, task: null };
  await assert.rejects(writeWorker(folder.at(), worker), reason);
});
