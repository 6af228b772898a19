import assert from "node:assert/strict";
import { type Outcome, outcome, start } from "./run_cli.ts";

/** A drag in one thread, whose stages are kept in a folder. */
export interface DragRun {
  readonly spec: string;
  readonly out: string;
  readonly cache: string;
}

const started = ({ spec, out, cache }: DragRun): Deno.ChildProcess =>
  start(["drag", spec, "--out", out, "--threads", "1", "--provider", "cpu"], { STABLEDRAG_CACHE: cache });

/** Drags to the end. */
export const runDragTo = (run: DragRun): Promise<Outcome> => outcome(started(run));

/** Starts a drag and sends it a signal as soon as `isTime` says so of what it told so far. */
export const stopWhen = (
  isTime: (told: string) => boolean,
  signal: Deno.Signal,
  run: DragRun,
): Promise<{ status: number; stderr: string }> => stopProgramWhen(isTime, signal, started(run));

/** Sends a program a signal as soon as `isTime` says so of what it told so far. */
export async function stopProgramWhen(
  isTime: (told: string) => boolean,
  signal: Deno.Signal,
  child: Deno.ChildProcess,
): Promise<{ status: number; stderr: string }> {
  let [told, running] = ["", true];
  const listening = (async (): Promise<void> => {
    for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) told += text;
  })();
  const emptied = child.stdout.cancel();
  const ended = child.status.finally(() => running = false);
  while (running && !isTime(told)) await new Promise((wake) => setTimeout(wake, 3));
  assert.ok(running, `The program ended before its time:\n${told}`);
  child.kill(signal);
  const { code } = await ended;
  await Promise.all([listening, emptied]);
  return { status: code, stderr: told };
}
