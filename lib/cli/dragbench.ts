import { Command } from "commander";
import { basename, join, resolve } from "node:path";
import { z } from "zod";
import { jsonIn } from "../datasets/json_in.ts";
import { type Json } from "../lab/run/json.ts";
import { openDataset } from "../datasets/open_dataset.ts";
import { type SpecInput } from "../drag/spec.ts";
import { DIFFUSION_METHODS, GAN_METHODS, METHODS } from "../drag/methods/mod.ts";
import { lookUp } from "../drag/methods/common.ts";
import { InputError } from "../errors.ts";
import { DEFAULT_MODEL } from "../generators/family.ts";
import { FACES_DIFFUSION } from "../generators/diffusion/faces_diffusion.ts";
import { cacheFolder } from "../hub/cache.ts";
import { diffusionEditors } from "../lab/dragbench/diffusion_editors.ts";
import { ganEditors } from "../lab/dragbench/gan_editors.ts";
import {
  dragbench,
  type OpenDragbench,
  type SampleEditor,
  savedDragbench,
} from "../lab/dragbench/dragbench.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { VERSIONS } from "./versions.ts";
import { type Bench, type Experiment } from "../lab/experiment.ts";
import { type DatasetFlags, withLayout } from "./dataset_options.ts";
import { type MeasureChoice, openMeasures, withMeasureChoice } from "./edit_measures.ts";
import { wholeNumber } from "./options.ts";
import { openBench } from "./open_lab.ts";
import { isSaved, runExperiment, showSaved, type TaskFlags, withTaskOptions } from "./run_experiment.ts";

interface DragbenchFlags extends TaskFlags, MeasureChoice, DatasetFlags {
  readonly dataset?: string;
  readonly methods: readonly string[];
  readonly gan: string;
  readonly model: string;
  readonly settings?: string;
  readonly out: string;
}

/** What all edits share: fields of SPECs for diffusion models, those for GANs, and how faces are inverted. */
interface Settings extends SpecInput {
  readonly gan: SpecInput;
  readonly inversion: SpecInput;
}

const fields = z.record(z.string(), z.unknown());
const SETTINGS = z.looseObject({ gan: fields.default({}), inversion: fields.default({}) });

/** The settings in a file, or none. */
const settingsIn = async (path: string | undefined): Promise<Settings> =>
  path === undefined ? SETTINGS.parse({}) : await jsonIn(path, SETTINGS, (settings) => settings);

/** The methods, each for the model of its kind, in the order of the command line. */
async function openEditors(
  { methods, model, gan, out: folder, threads }: DragbenchFlags,
  { gan: ganSettings, inversion, ...settings }: Settings,
  runtime: Runtime,
): Promise<SampleEditor[]> {
  methods.forEach((method) => lookUp(METHODS, method, "the method"));
  const [forGans, others] = [true, false].map((is) =>
    methods.filter((name) => (name in GAN_METHODS) === is)
  ) as [
    string[],
    string[],
  ];
  const shared = { runtime, folder };
  const stages = { cache: join(cacheFolder(), "edits") };
  const computed = { threads, versions: VERSIONS };
  const diffusion = { ...shared, model, methods: others, settings, stages };
  const faces = { ...shared, model: gan, methods: forGans, settings: ganSettings, inversion, computed };
  const editors = [
    ...(others.length > 0 ? await diffusionEditors(diffusion) : []),
    ...(forGans.length > 0 ? await ganEditors(faces) : []),
  ];
  return methods.map((name) => editors.find(({ method }) => method === name)!);
}

/** The experiment on a dataset. */
async function onDataset(folder: string, flags: DragbenchFlags): Promise<Experiment<Bench>> {
  const { samples } = await openDataset(folder, flags);
  const settings = await settingsIn(flags.settings);
  const open: OpenDragbench = async ({ runtime }) => {
    const { measures, measuredBy, hashes } = await openMeasures(flags, runtime);
    const editors = await openEditors(flags, settings, runtime);
    const { gan, inversion, ...shared } = settings;
    const dependsOn = {
      dataset: basename(resolve(folder)),
      settings: shared,
      gan,
      inversion,
    } as unknown as Json;
    return {
      samples,
      editors,
      measures,
      measuredBy: { ...measuredBy, sha256: await hashes() },
      folder: flags.out,
      dependsOn,
    };
  };
  return dragbench(open, samples.length);
}

async function run({ dataset, ...flags }: DragbenchFlags): Promise<void> {
  if (isSaved(flags)) return await showSaved(savedDragbench, flags.out, flags);
  if (dataset === undefined) {
    throw new InputError("Expected --dataset with the folder of a dataset but found none.");
  }
  await runExperiment(await onDataset(dataset, flags), flags.out, flags, openBench);
}

/** `experiment dragbench`. */
export const dragbenchCommand = (): Command =>
  withTaskOptions(
    withMeasureChoice(
      withLayout(
        new Command("dragbench")
          .description(
            "edit the pictures of DragBench, or of another dataset, and measure the results; it goes on where it was stopped",
          )
          .option("--dataset <dir>", "folder of the dataset"),
      )
        .option("--model <model>", "a diffusers folder, for methods for diffusion models", FACES_DIFFUSION)
        .option("--gan <model>", '"faces" or a StyleGAN2 .pkl of faces, for methods for GANs', DEFAULT_MODEL)
        .option("--methods <names...>", "the methods", Object.keys(DIFFUSION_METHODS))
        .option(
          "--settings <file>",
          'JSON of SPEC fields that all drags share; those for GANs in "gan", settings of invert in "inversion" ' +
            "(default: none)",
        )
        .option("--pairs <n>", "how many samples are measured (default: all)", wholeNumber(1))
        .option("--seeds <a-b>", "numbers of the samples, from 0; --pairs takes the first (default: all)")
        .option("--out <dir>", "folder of the results", join("out", "experiments", "dragbench")),
    ),
  ).action(run);
