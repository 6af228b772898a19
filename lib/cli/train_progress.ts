import { duration } from "../duration.ts";
import { type FacesProgress } from "../train/faces/train_faces.ts";
import { type Bar, openBar } from "./bar.ts";
import { note } from "./terminal.ts";
import { type CommandProgress } from "./command_progress.ts";

/** Seconds between two lines of a log. */
const BETWEEN = 30;

/** Words on the progress of each stage: the mean loss of late, and the time that is left. */
function inWords(): (progress: FacesProgress) => string {
  let now = { stage: "", first: 0, start: 0, loss: 0, steps: 0 };
  return ({ stage, done, of, step }) => {
    if (stage !== now.stage) now = { stage, first: done, start: performance.now(), loss: 0, steps: 0 };
    if (step) now.loss += (step.loss - now.loss) / Math.min(++now.steps, 50);
    const each = (performance.now() - now.start) / 1000 / (done - now.first);
    const left = done > now.first ? [`${duration(each * (of - done))} to go`] : [];
    return [
      ...(step ? [`loss ${now.loss.toFixed(4)}, ${step.seconds.all.toFixed(2)} s a step`] : []),
      ...left,
    ].join(", ");
  };
}

function bar(): CommandProgress<FacesProgress> {
  let [shown, stage]: [Bar | undefined, string] = [undefined, ""];
  const words = inWords();
  return {
    show(progress): void {
      const state = words(progress);
      if (stage !== progress.stage) {
        shown?.[Symbol.dispose]();
        shown = openBar(progress.stage, progress.of, progress.done, state);
        stage = progress.stage;
      } else shown?.update(progress.done, state);
    },
    [Symbol.dispose]: () => shown?.[Symbol.dispose](),
  };
}

/** A line now and then, for logs. */
function lines(): CommandProgress<FacesProgress> {
  const words = inWords();
  let [stage, last] = ["", 0];
  return {
    show(progress): void {
      const state = words(progress);
      const isLast = progress.done === progress.of;
      if (stage === progress.stage && performance.now() - last < 1000 * BETWEEN && !isLast) return;
      [stage, last] = [progress.stage, performance.now()];
      note(`${stage} ${progress.done}/${progress.of} ${state}`.trimEnd());
    },
    [Symbol.dispose]: (): void => {},
  };
}

/** Progress on standard error: a bar on a terminal, else a line every half minute. */
export const trainProgress = (): CommandProgress<FacesProgress> => Deno.stderr.isTerminal() ? bar() : lines();
