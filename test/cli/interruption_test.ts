import assert from "node:assert/strict";
import { repositoryPath } from "./run_cli.ts";

/** A program that waits for an interruption, then works on for a while, and says that it ended in order. */
const PROGRAM = `
  import { listenForInterrupt } from "${new URL("../../lib/cli/interruption.ts", import.meta.url)}";
  using interruption = listenForInterrupt();
  console.log("ready");
  await new Promise((resolve) => interruption.signal.addEventListener("abort", resolve));
  await new Promise((resolve) => setTimeout(resolve, 4000));
  console.log("in order");
`;

/** What the program says, and its status, when it is sent interruptions at some times in milliseconds. */
async function interrupted(times: readonly number[]): Promise<{ text: string; code: number }> {
  await using child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", `--config=${repositoryPath("deno.json")}`, "-"],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const input = child.stdin.getWriter();
  await input.write(new TextEncoder().encode(PROGRAM));
  await input.close();
  let text = "";
  const reading = (async (): Promise<void> => {
    for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) text += part;
  })();
  while (!text.includes("ready")) await new Promise((resolve) => setTimeout(resolve, 20));
  let at = 0;
  for (const time of times) {
    await new Promise((resolve) => setTimeout(resolve, time - at));
    child.kill("SIGINT");
    at = time;
  }
  const { code } = await child.status;
  await reading;
  return { text, code };
}

Deno.test("work stops in order at one Ctrl-C, however many processes pass it on, and at once at a later one", async () => {
  const [once, passedOn, again] = await Promise.all([
    interrupted([0]),
    interrupted([0, 5, 200]),
    interrupted([0, 1600]),
  ]);
  assert.deepEqual(once, { text: "ready\nin order\n", code: 0 });
  assert.deepEqual(passedOn, once);
  assert.deepEqual(again, { text: "ready\n", code: 130 });
});
