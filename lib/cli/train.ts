import { Command, InvalidArgumentError, Option } from "commander";
import { join } from "node:path";
import { FACES_DIFFUSION, facesDiffusionFolder } from "../generators/diffusion/faces_diffusion.ts";
import { jsonIn } from "../hub/read_json.ts";
import { openModel } from "../generators/load.ts";
import { cacheFolder } from "../hub/cache.ts";
import { checkFolderWritable } from "../hub/check_writable.ts";
import { openRuntime } from "../runtime/runtime.ts";
import { reportFaces } from "../train/faces/report.ts";
import { type FacesSettings, facesSettings } from "../train/faces/settings.ts";
import { trainFaces } from "../train/faces/train_faces.ts";
import { Interrupted } from "./exit_status.ts";
import { listenForInterrupt } from "./interruption.ts";
import { type RuntimeFlags, withRuntimeOptions } from "./options.ts";
import { note, print } from "./terminal.ts";
import { trainProgress } from "./train_progress.ts";

interface TrainFlags extends RuntimeFlags {
  readonly out?: string;
  readonly minutes?: number;
  readonly settings?: string;
  readonly from?: string;
  readonly background: boolean;
  readonly report: boolean;
}

/** Reads a number of minutes from the command line. */
function minutes(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value > 0 && value < Infinity) return value;
  throw new InvalidArgumentError(`Expected a number of minutes above 0 but found "${text}".`);
}

async function readSettings(path: string | undefined): Promise<FacesSettings> {
  if (path === undefined) return facesSettings();
  return await jsonIn(path, facesSettings);
}

async function runTrain(settings: FacesSettings, folder: string, flags: TrainFlags): Promise<void> {
  using interruption = listenForInterrupt();
  await using runtime = await openRuntime(flags);
  using progress = trainProgress();
  const { from, minutes } = flags;
  const again = `the same command goes on from there, in ${folder}.`;
  const isDone = await trainFaces(settings, {
    runtime,
    folder,
    openGenerator: async () => (await openModel()).generator,
    ...(from === undefined ? {} : { from: from === FACES_DIFFUSION ? facesDiffusionFolder() : from }),
    ...(minutes === undefined ? {} : { until: performance.now() + 60_000 * minutes }),
    signal: interruption.signal,
    onProgress: progress.show,
  }).catch((error: unknown) => {
    throw interruption.signal.aborted ? new Interrupted(`Stopped; ${again}`, { cause: error }) : error;
  });
  note(
    isDone ? `All steps are done; the model is in ${join(folder, "model")}.` : `The time is over; ${again}`,
  );
}

async function runReport(settings: FacesSettings, folder: string, flags: TrainFlags): Promise<void> {
  await using runtime = await openRuntime(flags);
  print(await reportFaces(settings, folder, runtime));
}

/** `train`: the small diffusion model of faces. */
export const trainCommand = (): Command =>
  withRuntimeOptions(
    new Command("train")
      .description(
        "train a small diffusion model of faces on pictures of the embedded generator; it goes on where it was stopped",
      )
      .option("--out <dir>", "folder of the training (default: train-faces in the cache)")
      .option("--minutes <n>", "begin no further step after that time (default: until all is done)", minutes)
      .option("--settings <file>", "JSON of what shall be other than the defaults (default: none)")
      .option(
        "--from <model>",
        `weights to go on from where --out has no checkpoint: a folder that train wrote, or "${FACES_DIFFUSION}" (default: none)`,
      )
      .option("--background", "compute only where others leave a processor idle", false)
      .addOption(
        new Option("--report", "train nothing, but draw samples, losses and the distance to the pictures")
          .default(false).conflicts(["minutes", "from"]),
      ),
  ).action(async ({ out, settings: file, ...flags }: TrainFlags): Promise<void> => {
    const settings = await readSettings(file);
    const folder = out ?? join(cacheFolder(), "train-faces");
    await checkFolderWritable(folder);
    await (flags.report ? runReport : runTrain)(settings, folder, flags);
  });
