import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { checkFileWritable, checkFolderWritable } from "../../lib/hub/check_writable.ts";
import { temporaryFolder } from "../cli/temporary_folder.ts";

const refused = (checking: Promise<void>, message: RegExp): Promise<void> =>
  assert.rejects(checking, (error) => {
    assert.ok(error instanceof InputError);
    assert.match(error.message, message);
    return true;
  });

Deno.test("files and folders that can be written pass, there or not, and nothing is left", async () => {
  using folder = temporaryFolder();
  folder.write("held.txt", "held");
  await checkFileWritable(folder.at("held.txt"));
  await checkFileWritable(folder.at("new.txt"));
  await checkFolderWritable(folder.at());
  await checkFolderWritable(folder.at("new", "deep"));
  assert.deepEqual([...Deno.readDirSync(folder.at())].map(({ name }) => name), ["held.txt"]);
  assert.equal(Deno.readTextFileSync(folder.at("held.txt")), "held");
});

Deno.test("what cannot be written is named in one sentence", async () => {
  using folder = temporaryFolder();
  const file = folder.write("file", "");
  await refused(checkFileWritable(""), /^Expected the name of a file to write but found ""\.$/);
  await refused(checkFileWritable(folder.at()), /^Expected a file to write at \S+ but found a folder\.$/);
  await refused(
    checkFileWritable(folder.at("none", "x")),
    /^Expected a file that can be written at \S+x but found: No such file or directory\.$/,
  );
  await refused(
    checkFileWritable("/proc/x"),
    /^Expected a file that can be written at \/proc\/x but found: /,
  );
  for (const at of [file, folder.at("file", "deep"), "/proc/x"]) {
    await refused(
      checkFolderWritable(at),
      /^Expected a folder that can be written at \S+ but found: [^\n]+\.$/,
    );
  }
});
