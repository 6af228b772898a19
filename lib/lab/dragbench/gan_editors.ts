import { join, resolve } from "node:path";
import { type DragSample, readPicture } from "../../datasets/sample.ts";
import { type Method, methodSettings } from "../../drag/method.ts";
import { GAN_METHODS, METHODS } from "../../drag/methods/mod.ts";
import { type GanSpec } from "../../drag/spec/gan_spec.ts";
import { parseSpec, type SpecInput } from "../../drag/spec.ts";
import { type StageOptions } from "../../edit/stage.ts";
import { InputError } from "../../errors.ts";
import { encodePng } from "../../formats/image.ts";
import { encodeNpy } from "../../formats/npy.ts";
import { openGan } from "../../generators/load.ts";
import { findSquare } from "../../inversion/align_face.ts";
import { FACE_CROPS, type FaceCrop } from "../../inversion/face_crop.ts";
import { FILES } from "../../inversion/inversion_folder.ts";
import { invertIntoFolder } from "../../inversion/invert_into_folder.ts";
import { type InversionSettings, inversionSettings } from "../../inversion/settings.ts";
import { lookUp } from "../../look_up.ts";
import { type FaceMetrics, openFaceMetrics } from "../../metrics/face_metrics.ts";
import { pasteSquare } from "../../metrics/faces/paste_square.ts";
import { type Runtime } from "../../runtime/runtime.ts";
import { type Json } from "../run/json.ts";
import { type CroppedSample, croppedSample } from "./cropped_sample.ts";
import { dragSample } from "./drag_sample.ts";
import { type SampleEditor } from "./dragbench.ts";
import { ANYTHING, checkSettings, settingsOf } from "./sample_spec.ts";
import { writeFile } from "../../hub/write_file.ts";

/** How the faces in pictures are edited with a GAN. */
export interface GanEditorsOptions {
  /** Where it is computed. */
  readonly runtime: Runtime;
  /** Threads that it was opened with, and the versions of what computes: inversions depend on them. */
  readonly computed: { readonly threads: number; readonly versions: Readonly<Record<string, string>> };
  /** `"faces"`, or a StyleGAN2 .pkl of faces. */
  readonly model: string;
  /** Names of methods for GANs. */
  readonly methods: readonly string[];
  /** Fields of a SPEC that all drags share (default none). */
  readonly settings?: SpecInput;
  /** How faces are inverted, other than by default: settings of an inversion. */
  readonly inversion: SpecInput;
  /** Where inversions, SPECs and results are written: `inversions/SAMPLE`, and the rest as for diffusion models. */
  readonly folder: string;
  /** What stops inversions. */
  readonly stages?: Pick<StageOptions, "signal">;
}

/** The SPEC of the drag of an inverted face, as a file. */
async function writeSpec(
  { points, mask }: CroppedSample,
  name: string,
  method: string,
  { folder, settings = {} }: GanEditorsOptions,
): Promise<SpecInput> {
  const at = (file: string): string => resolve(folder, "specs", name, file);
  const path = at("face_mask.npy");
  if (mask) await writeFile(path, encodeNpy(mask));
  const model = resolve(folder, "inversions", name);
  const latent = join(model, FILES.latent);
  const spec = { ...settings, model, latent, method, points, ...(mask ? { mask: path } : {}) };
  await writeFile(at(`${method}.json`), `${JSON.stringify(spec, undefined, 2)}\n`);
  return spec;
}

/** A method for a generator of faces. */
interface FaceEditor {
  readonly method: string;
  /** Of the generator's pictures, in pixels. */
  readonly side: number;
  readonly crop: FaceCrop;
  /** Which face, from the largest, which is 0. */
  readonly face: number;
  /** How it is inverted. */
  readonly inversion: InversionSettings;
  /** What finds its landmarks. */
  readonly metrics: FaceMetrics;
}

/** Inverts the face of a sample, drags it, and pastes it back. */
async function edit(
  { method, side, crop, face, inversion, metrics }: FaceEditor,
  sample: DragSample,
  name: string,
  options: GanEditorsOptions,
): ReturnType<SampleEditor["edit"]> {
  const { runtime, model, folder, computed, stages = {} } = options;
  const picture = await readPicture(sample);
  const square = await findSquare(runtime, metrics, picture, crop, face);
  const cropped = square && croppedSample(sample, square, side);
  if (!square || !cropped || "seed" in sample.picture) return undefined;
  const photograph = sample.picture.path;
  const job = {
    photograph,
    model,
    folder: join(folder, "inversions", name),
    settings: inversion,
    runtime,
    ...computed,
  };
  const start = performance.now();
  await invertIntoFolder(job, stages);
  const invert = (performance.now() - start) / 1000;
  const spec = await writeSpec(cropped, name, method, options);
  const dragged = await dragSample(parseSpec(spec, "gan"), runtime, stages);
  const result = pasteSquare(picture, square, dragged.picture);
  await writeFile(join(folder, "results", method, name, "dragged_image.png"), encodePng(result));
  const believed = dragged.row["believed"] as number * Math.hypot(...square.across) / side;
  return {
    picture: result,
    row: { ...dragged.row, believed },
    seconds: { invert, ...dragged.seconds },
  };
}

/** One w cannot be optimised where an inversion has many. */
function checkSpace({ latentSpace }: Pick<Method, "latentSpace">, { space }: InversionSettings): void {
  if (latentSpace !== "w" || space !== "w+") return;
  throw new InputError(
    'Expected the latentSpace w+ for faces inverted in the space "w+" but found w, which takes inversions in "w".',
  );
}

/**
 * Methods that edit the largest face of a picture with a GAN: the face is cut out and inverted, its latent is dragged, and
 * the picture of it is pasted back. Pairs that do not lie in the square around the face are measured and not dragged;
 * pictures without a face, or without a pair in it, are not edited.
 *
 * @throws {InputError} when the model or a method is unknown, or a setting is wrong.
 */
export async function ganEditors(options: GanEditorsOptions): Promise<SampleEditor[]> {
  const { model: source, methods, settings = {} } = options;
  checkSettings(settings);
  methods.forEach((method) => lookUp(GAN_METHODS, method, "the method"));
  const specOf = (method: string): GanSpec =>
    parseSpec({ ...settings, ...ANYTHING, latent: { seed: 0 }, method }, "gan");
  methods.forEach(specOf);
  const { family, generator: generatorOf, weights, sha256: model } = await openGan(source);
  const inversion = inversionSettings(options.inversion, family);
  const { crop, face } = inversion;
  if (crop === "none") {
    throw new InputError(
      'Expected a crop "celeba" or "ffhq", which faces are looked for in, but found "none".',
    );
  }
  const generator = generatorOf(weights);
  methods.forEach((method) => checkSpace(METHODS[method]!(generator, specOf(method).options), inversion));
  const metrics = await openFaceMetrics();
  const [side] = generator.size;
  const dependsOn = (method: string): Json => {
    const spec = specOf(method);
    const numbers = methodSettings(METHODS[method]!(generator, spec.options));
    return { model, ...settingsOf(spec), ...numbers, inversion } as unknown as Json;
  };
  return methods.map((method): SampleEditor => ({
    method,
    settings: dependsOn(method),
    edit: (sample, name) =>
      edit({ method, side, crop: FACE_CROPS[crop], face, inversion, metrics }, sample, name, options),
  }));
}
