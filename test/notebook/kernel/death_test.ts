import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { note } from "../../../lib/cli/terminal.ts";
import { temporaryFolder } from "../../cli/temporary_folder.ts";
import { show, sleep, startOurKernel, temporaryIn } from "./our_kernel.ts";

/** A cell that keeps a port as long as its process lives, and says which. */
const KEEP_PORT = 'const kept = Deno.listen({ hostname: "127.0.0.1", port: 0 }); kept.addr.port';

const isOpen = (port: number): Promise<boolean> =>
  Deno.connect({ hostname: "127.0.0.1", port }).then((conn) => (conn.close(), true), () => false);

/** Seconds until nobody listens on any of the ports any more. */
async function secondsUntilClosed(ports: readonly number[]): Promise<number> {
  const start = performance.now();
  while ((await Promise.all(ports.map(isOpen))).includes(true)) {
    assert.ok(performance.now() - start < 10_000, `still open after 10 s: ${ports}`);
    await sleep(50);
  }
  return (performance.now() - start) / 1000;
}

Deno.test("a kernel ends when its client is killed", async () => {
  using folder = temporaryFolder();
  const client = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "-A",
      fileURLToPath(import.meta.resolve("./dying_client.ts")),
      folder.at(),
      KEEP_PORT,
    ],
    env: temporaryIn(folder.at()),
    stdout: "piped",
  }).spawn();
  const reader = client.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value } = await reader.read();
  const ports: number[] = JSON.parse(value!);
  assert.deepEqual(await Promise.all(ports.map(isOpen)), [true, true]);
  client.kill("SIGKILL");
  await client.status;
  note(`death of the client: both processes gone after ${(await secondsUntilClosed(ports)).toFixed(2)} s`);
  await reader.cancel();
});

Deno.test("the process of the cells ends with the relay, though a cell holds its thread", async () => {
  using folder = temporaryFolder();
  await using kernel = await startOurKernel(folder.at());
  const port = Number((await show(kernel, KEEP_PORT)).at(0));
  const execution = kernel.client.execute("for (;;);").catch(String);
  await sleep(300);
  kernel.process.signal("SIGKILL");
  note(
    `death of the relay: the cells' process gone after ${(await secondsUntilClosed([port])).toFixed(2)} s`,
  );
  assert.match(String(await execution), /SIGKILL/);
});
