import { type StepLine } from "../drag/record.ts";
import { mean } from "../metrics/bootstrap.ts";
import { openBar } from "./bar.ts";
import { note } from "./terminal.ts";
import { type CommandProgress } from "./command_progress.ts";

const summary = ({ distances, confidence }: StepLine): string =>
  `${mean(distances).toFixed(1)} px to go, confidence ${Math.min(...confidence).toFixed(2)}`;

function bar(label: string, steps: number, done: number): CommandProgress<StepLine> {
  const shown = openBar(label, steps, done, "compiling");
  return {
    show: (line) => shown.update(line.step + (line.stopped ? 0 : 1), summary(line)),
    [Symbol.dispose]: shown[Symbol.dispose],
  };
}

/** A line now and then, for logs. */
const lines = (label: string, steps: number): CommandProgress<StepLine> => ({
  show: (line): void => {
    const every = Math.max(1, Math.round(steps / 10));
    if (line.step % every === 0 || line.stopped || line.step === steps - 1) {
      note(`${label} step ${line.step}/${steps}: ${summary(line)}${line.stopped ? ", arrived" : ""}`);
    }
  },
  [Symbol.dispose]: (): void => {},
});

/** Progress on standard error: a bar on a terminal, else about ten lines. `done` steps were made before. */
export const dragProgress = (label: string, steps: number, done = 0): CommandProgress<StepLine> =>
  Deno.stderr.isTerminal() ? bar(label, steps, done) : lines(label, steps);
