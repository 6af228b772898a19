import assert from "node:assert/strict";
import { lockFolder } from "../../lib/hub/lock_folder.ts";
import { temporaryFolder } from "../cli/temporary_folder.ts";

Deno.test("a folder is locked for one at a time, and left as it was", async () => {
  using folder = temporaryFolder();
  const at = folder.at("made", "for", "it");
  {
    await using _ = await lockFolder(at);
    await assert.rejects(lockFolder(at), {
      name: "InputError",
      message: `Expected ${at} for this work alone but found that another process works there.`,
    });
  }
  await using _ = await lockFolder(at);
  await using _other = await lockFolder(folder.at("other"));
  assert.deepEqual([...Deno.readDirSync(at)].map(({ name }) => name), [".lock"]);
});

Deno.test("what a killed process locked is free again, and leaves no file", async () => {
  using folder = temporaryFolder();
  folder.write(".lock", "");
  {
    await using _ = await lockFolder(folder.at());
  }
  assert.deepEqual([...Deno.readDirSync(folder.at())], []);
});

Deno.test("a folder that cannot be made is refused in one sentence", async () => {
  using folder = temporaryFolder();
  const file = folder.write("file", "");
  await assert.rejects(lockFolder(file), { name: "InputError", message: /file.*\.$/ });
});
