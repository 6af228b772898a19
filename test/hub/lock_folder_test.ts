import assert from "node:assert/strict";
import { lockFolder } from "../../lib/hub/lock_folder.ts";
import { temporaryFolder } from "../cli/temporary_folder.ts";

Deno.test("a folder is locked for one at a time, made if need be, and nothing is left in it", async () => {
  using folder = temporaryFolder();
  const at = folder.at("made", "for", "it");
  {
    using _ = await lockFolder(at);
    await assert.rejects(lockFolder(at), {
      name: "Error",
      message: `Expected ${at} for this work alone but found that another process works there.`,
    });
  }
  using _ = await lockFolder(at);
  using _other = await lockFolder(folder.at("other"));
  assert.deepEqual([...Deno.readDirSync(at)], []);
});

Deno.test("a folder that cannot be made is refused in one sentence", async () => {
  using folder = temporaryFolder();
  const file = folder.write("file", "");
  await assert.rejects(lockFolder(file), {
    name: "InputError",
    message: `Expected a folder that can be written at ${file} but found: File exists.`,
  });
});
