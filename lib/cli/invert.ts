import { Command, Option } from "commander";
import { inFile } from "../errors.ts";
import { DEFAULT_MODEL } from "../generators/family.ts";
import { readJson } from "../hub/read_json.ts";
import { checkInversionSettings, type InversionSettings, SPACES } from "../inversion/settings.ts";
import { openRuntime } from "../runtime/runtime.ts";
import { listenForInterrupt } from "./interruption.ts";
import { type RuntimeFlags, wholeNumber, withRuntimeOptions } from "./options.ts";
import { runInversion } from "./run_inversion.ts";
import { note, print } from "./terminal.ts";
import { VERSIONS } from "./versions.ts";

interface InvertFlags extends RuntimeFlags, Partial<Pick<InversionSettings, Setting>> {
  readonly out: string;
  readonly model: string;
  readonly settings?: string;
  readonly lpips?: readonly string[];
  readonly align: boolean;
  readonly overwrite: boolean;
}

/** Settings that have options of their own. */
const SETTINGS = ["space", "face", "steps", "tuningSteps", "seed"] as const;

type Setting = (typeof SETTINGS)[number];

/** The settings of the file with those of the command line over them. */
async function settingsOf(flags: InvertFlags): Promise<unknown> {
  const path = flags.settings;
  const json = path === undefined ? {} : await readJson(path);
  if (path !== undefined) inFile(path, () => checkInversionSettings(json));
  const given = SETTINGS.filter((name) => flags[name] !== undefined).map((name) => [name, flags[name]]);
  return { ...json as object, ...Object.fromEntries(given), ...(flags.align ? {} : { crop: "none" }) };
}

async function run(photograph: string, flags: InvertFlags): Promise<void> {
  const settings = await settingsOf(flags);
  using interruption = listenForInterrupt();
  await using runtime = await openRuntime(flags);
  const { model, lpips, threads, overwrite, out: folder, settings: settingsFile } = flags;
  const inputs = { photograph, model, settings, settingsFile, lpips };
  const job = { ...inputs, folder, runtime, threads, versions: VERSIONS };
  const record = await runInversion(job, { overwrite, signal: interruption.signal });
  if (record === "done before") {
    return note(`${folder} holds this inversion already, finished; --overwrite makes it again.`);
  }
  const { pivot, tuned } = record.distances;
  print(
    `Difference of pixels ${pivot.pixel.toFixed(4)}, after tuning ${tuned.pixel.toFixed(4)}; ` +
      `of looks ${pivot.perceptual.toFixed(4)}, after tuning ${
        tuned.perceptual.toFixed(4)
      } (${record.perceptual}).\n` +
      `Pictures are in ${folder}, which drags take as "model".`,
  );
}

/** Adds the options that are settings of the inversion. */
const withSettings = (command: Command): Command =>
  command
    .option("--settings <file>", "JSON of what shall be other than the defaults; see docs/inversion.md")
    .addOption(
      new Option(
        "--space <name>",
        "where the latent is looked for (default: z of a ProGAN, w+ of a StyleGAN2)",
      )
        .choices(SPACES),
    )
    .option("--no-align", "take the photograph as it is, in place of the face cut out of it")
    .option(
      "--face <n>",
      "which face, from the largest, which is 0; not with --no-align (default: 0)",
      wholeNumber(0),
    )
    .option(
      "--steps <n>",
      "steps of the latent's optimisation (default: 1000, 150 of a ProGAN)",
      wholeNumber(1),
    )
    .option(
      "--tuning-steps <n>",
      "steps of the generator's tuning; 0 for none (default: 350, 60 of a ProGAN)",
      wholeNumber(0),
    )
    .option("--seed <n>", "seed of all that is random (default: 0)", wholeNumber(0));

/** `invert PHOTOGRAPH --out DIR`. */
export const invertCommand = (): Command =>
  withRuntimeOptions(
    withSettings(
      new Command("invert")
        .description(
          "find the latent of a real photograph and tune a GAN to it, so that it can be dragged; " +
            "the same command goes on with an inversion that was stopped or killed",
        )
        .argument("<photograph>", "a PNG or JPEG file")
        .requiredOption("--out <dir>", "folder of the results, which drags take as model")
        .option(
          "--model <path>",
          '"faces", a StyleGAN2 .pkl, or the folder of another inversion',
          DEFAULT_MODEL,
        ),
    )
      .option(
        "--lpips <file...>",
        "weights of LPIPS with AlexNet to compare pictures by (default: features of a face network stand in)",
      )
      .option("--overwrite", "remove the inversion that the folder holds, and start again", false),
  ).action(run);
