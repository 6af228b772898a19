import assert from "node:assert/strict";
import { start } from "./run_cli.ts";
import { stopProgramWhen } from "./stop_at.ts";
import { temporaryFolder } from "./temporary_folder.ts";

Deno.test("a demo that is interrupted starts again by the same command, and says so", async () => {
  using folder = temporaryFolder();
  const command = ["demo", "--out", folder.at("out"), "--provider", "cpu"];
  const begun = (told: string): boolean => told.startsWith("draggan step 0/160");
  for (const _ of ["first", "again"]) {
    const { status, stderr } = await stopProgramWhen(begun, "SIGINT", start(command));
    assert.equal(status, 130);
    assert.match(stderr, /\nerror: Stopped after step \d+; the same command starts again\.\n$/);
  }
});
