import assert from "node:assert/strict";
import { runPool, type WorkerEnd } from "../../lib/sweep/pool.ts";

/** A worker made of shell commands. */
const shell = (commands: string): Deno.ChildProcess =>
  new Deno.Command("bash", { args: ["-c", commands], stdin: "piped", stdout: "null", stderr: "piped" })
    .spawn();

/** Runs a pool of one kind of workers, and tells what was started and killed. */
async function pool(
  commands: readonly string[],
  hasSaved: boolean,
  signal: AbortSignal = new AbortController().signal,
): Promise<{ readonly ends: readonly WorkerEnd[]; readonly started: number[]; readonly killed: number }> {
  const started = commands.map(() => 0);
  let killed = 0;
  const ends = await runPool({
    workers: commands.length,
    start: ({ index }) => {
      started[index]!++;
      return shell(commands[index]!.replace("TURN", String(started[index])));
    },
    hasSaved: () => Promise.resolve(hasSaved),
    onKilled: () => killed++,
    signal,
  });
  return { ends, started, killed };
}

Deno.test("workers that end by themselves are not started again, whatever their status", async () => {
  const { ends, started } = await pool(["exit 0", "echo 'one'; printf 'two\\n\\n' >&2; exit 3"], false);
  assert.deepEqual(started, [1, 1]);
  const [first, second] = ends.map(({ pid: _, ...end }) => end);
  assert.deepEqual(first, { shard: { index: 0, count: 2 }, status: 0, signal: null, lastLine: "" });
  assert.deepEqual(second, { shard: { index: 1, count: 2 }, status: 3, signal: null, lastLine: "two" });
});

Deno.test("a worker that is killed is started again, as often as it has saved results", async () => {
  const { ends, started, killed } = await pool(["[ TURN = 6 ] || kill -KILL $$"], true);
  assert.deepEqual([started, killed, ends[0]!.status, ends[0]!.signal], [[6], 5, 0, null]);
});

Deno.test("a worker that is killed three times without having saved a result is given up, the others are not", async () => {
  const { ends, started, killed } = await pool(["kill -KILL $$", "sleep 0.2"], false);
  assert.deepEqual([started, killed], [[3, 1], 2]);
  assert.deepEqual(ends.map(({ signal }) => signal), ["SIGKILL", null]);
});

Deno.test("an abort ends the workers' input, and none is started again", async () => {
  const controller = new AbortController();
  const running = pool(["read line; exit 5", "read line; kill -KILL $$"], true, controller.signal);
  controller.abort();
  const { ends, started } = await running;
  assert.deepEqual([started, ends[0]!.status, ends[1]!.signal], [[1, 1], 5, "SIGKILL"]);
});
