import { duration } from "../duration.ts";
import { type StageProgress } from "../edit/stage.ts";
import { type Bar, openBar } from "./bar.ts";
import { note } from "./terminal.ts";
import { type CommandProgress } from "./command_progress.ts";

/** What users call the stages. */
const NAMES: Readonly<Record<string, string>> = {
  latent: "encode",
  lora: "LoRA",
  inverted: "invert",
  generated: "generate",
  denoised: "denoise",
  picture: "decode",
  start: "find a start",
  pivot: "optimise the latent",
  tuning: "tune the generator",
};

/** A moment of a stage. */
interface Moment {
  readonly done: number;
  readonly time: number;
}

/** What was seen of the stage at work: where it began, its first step, which compiles, and how far it is. */
interface Seen {
  readonly stage: string;
  readonly begin: Moment;
  readonly first?: Moment;
  readonly done: number;
}

/** Hears of stages in order, some of which may run again; `tell` is told what was seen of the one at work. */
function followed(
  tell: (progress: StageProgress, seen: Seen, isFirst: boolean) => void,
): CommandProgress<StageProgress>["show"] {
  let seen: Seen | undefined;
  return (progress) => {
    const { stage, done } = progress;
    const now = { done, time: performance.now() };
    const isFirst = seen?.stage !== stage || done < seen.done;
    seen = !seen || isFirst ? { stage, begin: now, done } : { first: now, ...seen, done };
    tell(progress, seen, isFirst);
  };
}

/** How long the stage took so far, and how long it will take by the steps after the first. */
function times({ done, of }: StageProgress, { begin, first }: Seen): string {
  if (begin.done === of) return "kept from before";
  if (!first) return "compiling";
  const now = performance.now();
  if (done === of) return duration((now - begin.time) / 1000);
  if (done === first.done) return "";
  return `${duration(((now - first.time) / 1000 / (done - first.done)) * (of - done))} to go`;
}

/** A bar for each stage, which stays when the stage is done. */
function bars(): CommandProgress<StageProgress> {
  let shown: Bar | undefined;
  const show = followed((progress, seen, isFirst) => {
    const { stage, done, of } = progress;
    const state = times(progress, seen);
    if (!isFirst) return shown?.update(done, state);
    shown?.[Symbol.dispose]();
    shown = openBar(NAMES[stage] ?? stage, of, done, state);
  });
  return { show, [Symbol.dispose]: (): void => shown?.[Symbol.dispose]() };
}

/** From how many steps on a stage has lines before it is done. */
const MANY_STEPS = 20;

/** A line for each stage when it is done, and where it has many steps about ten, for logs: each is told. */
export const stageLines = (tell: (line: string) => void): CommandProgress<StageProgress> => ({
  show: followed((progress, seen, isFirst) => {
    const { stage, done, of } = progress;
    const every = of < MANY_STEPS ? of : Math.round(of / 10);
    const isDue = done === of || (!isFirst && done % every === 0);
    if (isDue) tell(`${NAMES[stage] ?? stage} ${done}/${of}: ${times(progress, seen)}`);
  }),
  [Symbol.dispose]: (): void => {},
});

/** Progress on standard error: a bar for each stage on a terminal, else lines. */
export const stageProgress = (): CommandProgress<StageProgress> =>
  Deno.stderr.isTerminal() ? bars() : stageLines(note);

/** Where a stage was stopped, for the user. */
export const stageInWords = ({ stage, done, of }: StageProgress): string =>
  `${NAMES[stage] ?? stage} after step ${done} of ${of}`;
