import { basename, join, relative, resolve } from "node:path";
import { tensorHash } from "../edit/stage_file.ts";
import { inFile } from "../errors.ts";
import { decodeImage, type RgbaImage } from "../formats/image.ts";
import { DEFAULT_MODEL } from "../generators/family.ts";
import { type Gan } from "../generators/gan.ts";
import { INVERSION_FILES } from "../generators/inversion_files.ts";
import { openGan } from "../generators/load.ts";
import { readInputFile } from "../hub/read_file.ts";
import { sha256 } from "../hub/sha256.ts";
import { openFaceMetrics } from "../metrics/face_metrics.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { type InversionProvenance } from "./inversion_folder.ts";
import { openPerceptual } from "./perceptual.ts";
import { alignedPhotograph } from "./photograph.ts";
import { pictureLoss } from "./picture_loss.ts";
import { inversionSettings } from "./settings.ts";
import { inversionSpace } from "./space.ts";
import { type InversionSubject } from "./subject.ts";

/** What is to be inverted, as a user names it. */
export interface InversionJob {
  /** Path of the photograph, a PNG or JPEG. */
  readonly photograph: string;
  /** `"faces"`, the path of a StyleGAN2 .pkl, or the folder of another inversion. */
  readonly model: string;
  /** Folder of the results. */
  readonly folder: string;
  /** Settings that shall be other than the defaults, as JSON. */
  readonly settings: unknown;
  /** The file that settings were read from, if any: a folder of results must not replace it. */
  readonly settingsFile?: string | undefined;
  /** Files of the weights of LPIPS (default: a stand-in is taken). */
  readonly lpips?: readonly string[] | undefined;
  /** Where it is computed. */
  readonly runtime: Runtime;
  /** Threads that the runtime was opened with. */
  readonly threads: number;
  /** Versions of what computes. */
  readonly versions: Readonly<Record<string, string>>;
}

/** An inversion with all its files read. */
export interface OpenedInversion {
  /** What it is and what it runs on. */
  readonly provenance: InversionProvenance;
  /** Paths of the files that it was read from, by what they are called on the command line. */
  readonly inputs: Readonly<Record<string, readonly string[]>>;
  /** The photograph as it is in its file. */
  readonly picture: RgbaImage;
  /** Finds the face and makes ready what the stages need. */
  readonly open: () => Promise<InversionSubject>;
}

/** The files that are read: of the embedded faces none, of inversions their records. */
function inputsOf(
  { photograph, model, settingsFile, lpips = [] }: InversionJob,
  { inversions }: Gan,
): OpenedInversion["inputs"] {
  const records = inversions?.map((folder) => join(folder, INVERSION_FILES.record));
  return {
    photograph: [photograph],
    "--model": records ?? (model === DEFAULT_MODEL ? [] : [model]),
    "--settings": settingsFile === undefined ? [] : [settingsFile],
    "--lpips": lpips,
  };
}

/** What the record says of an inversion and of what computes it. */
const provenanceOf = (
  { model, photograph, folder, versions, runtime, threads }: InversionJob,
  read: Pick<InversionProvenance, "settings" | "perceptual" | "sha256">,
): InversionProvenance => ({
  model: model === DEFAULT_MODEL ? model : relative(folder, resolve(model)),
  photograph: basename(photograph),
  ...read,
  versions,
  provider: runtime.provider,
  threads,
});

/**
 * Reads what an inversion names.
 *
 * @throws {InputError} when a file is missing or broken, or settings do not fit the model; `open` throws one when there is
 * no face to align, or the class does not fit.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { encodePng } from "../formats/image.ts";
 * import { openRuntime } from "../runtime/runtime.ts";
 * import { invertPhotograph } from "./invert_photograph.ts";
 * import { openInversion } from "./open_inversion.ts";
 *
 * const folder = await Deno.makeTempDir();
 * const photograph = `${folder}/grey.png`;
 * const data = new Uint8ClampedArray(256).fill(128);
 * await Deno.writeFile(photograph, encodePng({ width: 8, height: 8, data }));
 * await using runtime = await openRuntime({ provider: "cpu" });
 * const settings = { crop: "none", starts: 1, steps: 1, tuningSteps: 0 }; // far too few
 * const job = { photograph, model: "faces", folder, settings, runtime, threads: 0, versions: {} };
 * const { open } = await openInversion(job);
 * const { latent } = await invertPhotograph(await open(), { cache: folder });
 * assert.deepEqual(latent.shape, [1, 512]);
 * ```
 */
export async function openInversion(job: InversionJob): Promise<OpenedInversion> {
  const { runtime, threads, versions, photograph: path } = job;
  const bytes = await readInputFile(path, "a photograph");
  const picture = inFile(path, () => decodeImage(bytes));
  const gan = await openGan(job.model);
  const settings = inversionSettings(job.settings, gan.family);
  const generator = gan.generator(gan.weights);
  const space = inversionSpace(gan, generator, settings);
  const metrics = await openFaceMetrics();
  const { distance, label, lpips } = await openPerceptual(settings, metrics, job.lpips);
  const hashes = { model: gan.sha256, photograph: await sha256(bytes), ...(lpips ? { lpips } : {}) };
  const provenance = provenanceOf(job, { settings, perceptual: label, sha256: hashes });
  const open = async (): Promise<InversionSubject> => {
    await gan.latents(runtime, { seed: 0 }, settings.class); // refuses a class that does not fit the model
    const photograph = await alignedPhotograph(picture, generator, settings, { runtime, metrics });
    const { pixel, perceptual } = settings;
    const loss = pictureLoss(photograph, {
      perceptual: distance,
      perceptualWeight: perceptual,
      pixelWeight: pixel,
    });
    const computed = { provider: runtime.provider, threads, versions };
    const measured = { perceptual: label, lpips: lpips ?? null, weights: { pixel, perceptual } };
    const dependsOn = {
      model: gan.sha256,
      photograph: await tensorHash(photograph),
      ...measured,
      ...computed,
    };
    return { gan, space, photograph, loss, settings, runtime, dependsOn };
  };
  return { provenance, inputs: inputsOf(job, gan), picture, open };
}
