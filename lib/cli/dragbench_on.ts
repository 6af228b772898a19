import { basename, join, resolve } from "node:path";
import { z } from "zod";
import { openDataset } from "../datasets/open_dataset.ts";
import { GAN_METHODS, METHODS } from "../drag/methods/mod.ts";
import { type SpecInput } from "../drag/spec.ts";
import { InputError } from "../errors.ts";
import { cacheFolder } from "../hub/cache.ts";
import { jsonIn } from "../hub/read_json.ts";
import { diffusionEditors } from "../lab/dragbench/diffusion_editors.ts";
import { dragbench, type OpenDragbench, type SampleEditor } from "../lab/dragbench/dragbench.ts";
import { ganEditors } from "../lab/dragbench/gan_editors.ts";
import { type Bench, type Experiment } from "../lab/experiment.ts";
import { type Json } from "../lab/run/json.ts";
import { lookUp } from "../look_up.ts";
import { checkSchema } from "../schema.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { type DragbenchFlags } from "./dragbench_options.ts";
import { openMeasures } from "./edit_measures.ts";
import { VERSIONS } from "./versions.ts";

/** What all edits share: fields of SPECs for diffusion models, those for GANs, and how faces are inverted. */
interface Settings extends SpecInput {
  readonly gan: SpecInput;
  readonly inversion: SpecInput;
}

const fields = z.record(z.string(), z.unknown());
const SETTINGS = z.looseObject({ gan: fields.default({}), inversion: fields.default({}) });

/** The settings in a file, or none. */
const settingsIn = async (path: string | undefined): Promise<Settings> =>
  path === undefined ? SETTINGS.parse({}) : await jsonIn(path, (json) => checkSchema(SETTINGS, json));

/** The methods, each for the model of its kind, in the order of the command line. */
async function openEditors(
  { methods, model, gan, out: folder, threads }: DragbenchFlags & { readonly out: string },
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
  const computed = { threads, versions: VERSIONS };
  const stages = { cache: join(cacheFolder(), "edits"), environment: computed };
  const diffusion = { ...shared, model, methods: others, settings, stages };
  const faces = { ...shared, model: gan, methods: forGans, settings: ganSettings, inversion, computed };
  const editors = [
    ...(others.length > 0 ? await diffusionEditors(diffusion) : []),
    ...(forGans.length > 0 ? await ganEditors(faces) : []),
  ];
  return methods.map((name) => editors.find(({ method }) => method === name)!);
}

/**
 * The folder of the dataset that the command line names.
 *
 * @throws {InputError} when it names none.
 */
export function datasetIn({ dataset }: Pick<DragbenchFlags, "dataset">): string {
  if (dataset !== undefined) return dataset;
  throw new InputError("Expected --dataset with the folder of a dataset but found none.");
}

/**
 * DragBench on the dataset that the command line names.
 *
 * @param out folder of the results.
 * @throws {InputError} when it names none, or none that is there.
 */
export async function dragbenchOn(flags: DragbenchFlags, out: string): Promise<Experiment<Bench>> {
  const folder = datasetIn(flags);
  const { samples } = await openDataset(folder, flags);
  const settings = await settingsIn(flags.settings);
  const open: OpenDragbench = async ({ runtime }) => {
    const { measures, measuredBy, hashes } = await openMeasures(flags, runtime);
    const editors = await openEditors({ ...flags, out }, settings, runtime);
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
      folder: out,
      dependsOn,
    };
  };
  return dragbench(open, samples.length);
}
