import assert from "node:assert/strict";
import { note } from "../../../lib/cli/terminal.ts";
import { installedFrontEnds } from "./browser/front_ends.ts";
import { findPrograms } from "./browser/programs.ts";

const programs = await findPrograms();
const [frontEnd] = programs ? await installedFrontEnds(programs.jupyter).catch(() => []) : [];
if (!frontEnd) {
  note(
    'The widget is not tested in a browser: "deno task browser" installs Chromium and Jupyter and does it.',
  );
}

Deno.test({
  name: `the drag widget works in a real browser, in ${frontEnd?.name ?? "Jupyter"}`,
  ignore: !frontEnd,
  fn: async () => {
    const command = new Deno.Command(Deno.execPath(), { args: ["task", "browser", "--first"] });
    const { success, stdout, stderr } = await command.output();
    const words = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("\n");
    assert.ok(success, words);
    note(`the drag widget in Chromium: ${words.trim().split("\n")[0]}`);
  },
});
