import cliProgress from "cli-progress";
import { type StageProgress } from "../edit/stage.ts";
import { duration } from "../notebook/display/duration.ts";
import { note } from "./terminal.ts";

/** Shows how far the stages of an edit are, one after the other. Dispose it when they end or fail. */
export interface StageProgressView extends Disposable {
  /** Shows the step that was just made, or what is there already. */
  readonly show: (progress: StageProgress) => void;
}

/** The part of cli-progress's bar that is used here; the package has no types. */
interface Bar {
  start(total: number, value: number, payload: object): void;
  update(value: number, payload: object): void;
  stop(): void;
}

/** What users call the stages. */
const NAMES: Readonly<Record<string, string>> = {
  latent: "encode",
  lora: "LoRA",
  inverted: "invert",
  generated: "generate",
  denoised: "denoise",
  picture: "decode",
};

/** When the stage that is at work began, and how many of its steps were made before. */
interface Begin {
  readonly stage: string;
  readonly done: number;
  readonly time: number;
}

/** Hears of stages in order; `tell` is told where the one at work began. */
function followed(
  tell: (progress: StageProgress, begin: Begin, isFirst: boolean) => void,
): StageProgressView["show"] {
  let begin: Begin | undefined;
  return (progress) => {
    const { stage, done } = progress;
    const isFirst = begin?.stage !== stage;
    if (isFirst || !begin) begin = { stage, done, time: performance.now() };
    tell(progress, begin, isFirst);
  };
}

/** How long the stage took so far, and how long it will take. */
function times({ done, of }: StageProgress, begin: Begin): string {
  if (begin.done === of) return "kept from before";
  if (done === begin.done) return "compiling";
  const seconds = (performance.now() - begin.time) / 1000;
  if (done === of) return duration(seconds);
  return `${duration((seconds / (done - begin.done)) * (of - done))} to go`;
}

/** A bar for each stage, which stays when the stage is done. */
function bars(): StageProgressView {
  let shown: Bar | undefined;
  const show = followed((progress, begin, isFirst) => {
    const { stage, done, of } = progress;
    const state = times(progress, begin);
    if (!isFirst) return shown?.update(done, { state });
    shown?.stop();
    shown = new cliProgress.SingleBar({
      format: `${NAMES[stage] ?? stage} [{bar}] {value}/{total} {state}`,
      hideCursor: true,
    }, cliProgress.Presets.shades_classic) as Bar;
    shown.start(of, done, { state });
  });
  return { show, [Symbol.dispose]: (): void => shown?.stop() };
}

/** A line for each stage when it is done, for logs. */
const lines = (): StageProgressView => ({
  show: followed((progress, begin) => {
    const { stage, done, of } = progress;
    if (done === of) note(`${NAMES[stage] ?? stage} ${done}/${of}: ${times(progress, begin)}`);
  }),
  [Symbol.dispose]: (): void => {},
});

/** Progress on standard error: a bar for each stage on a terminal, else a line. */
export const stageProgress = (): StageProgressView => Deno.stderr.isTerminal() ? bars() : lines();

/** Where a stage was stopped, for the user. */
export const stageInWords = ({ stage, done, of }: StageProgress): string =>
  `${NAMES[stage] ?? stage} after step ${done} of ${of}`;
