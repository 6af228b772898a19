import { readManifest } from "../../lab/run/results_folder.ts";
import { type SweepStatus, sweepStatus } from "../../sweep/status.ts";
import { type Bar, openBar } from "../bar.ts";
import { note } from "../terminal.ts";
import { stateText } from "./status_text.ts";
import { type CommandProgress } from "../command_progress.ts";

/** Milliseconds between two looks, and how much longer than a look took. */
const [PAUSE, PAUSE_PER_LOOK] = [1000, 10];

function bar(label: string): CommandProgress<SweepStatus> {
  let shown: Bar | undefined;
  return {
    show: (status): void => {
      shown ??= openBar(label, status.total, status.done, "starting", " tasks,");
      shown.update(status.done, stateText(status));
    },
    [Symbol.dispose]: (): void => shown?.[Symbol.dispose](),
  };
}

/** A line whenever tasks were done or have failed, for logs. */
function lines(label: string): CommandProgress<SweepStatus> {
  let last = "";
  return {
    show: (status): void => {
      const { done, total, failed } = status;
      const now = `${done} ${failed.length}`;
      if (now !== last) note(`${label} ${done}/${total}: ${stateText(status)}`);
      last = now;
    },
    [Symbol.dispose]: (): void => {},
  };
}

/** What is known of the sweep in a folder; nothing as long as no worker has opened it. */
async function look(folder: string): Promise<SweepStatus | undefined> {
  const manifest = await readManifest(folder).catch(() => undefined);
  return manifest && await sweepStatus(folder, manifest);
}

/**
 * Shows on standard error how far a sweep is, as long as something works on it: a bar on a terminal, else lines.
 *
 * @returns what became of the work.
 */
export async function showWhile<T>(label: string, folder: string, work: Promise<T>): Promise<T> {
  using view = Deno.stderr.isTerminal() ? bar(label) : lines(label);
  let works = true;
  const end = work.finally(() => works = false).catch(() => {});
  while (works) {
    const start = performance.now();
    const status = await look(folder);
    if (status) view.show(status);
    const pause = Math.max(PAUSE, PAUSE_PER_LOOK * (performance.now() - start));
    await Promise.race([end, new Promise((wake) => setTimeout(wake, pause))]);
  }
  const last = await look(folder);
  if (last) view.show(last);
  return await work;
}
