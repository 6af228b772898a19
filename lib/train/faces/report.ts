import { join } from "node:path";
import { InputError } from "../../errors.ts";
import { lossCurve } from "../../figures/loss_curve.ts";
import { pictureOf } from "../../figures/picture.ts";
import { pictureSheet } from "../../figures/picture_sheet.ts";
import { renderPng } from "../../figures/raster.ts";
import { openDiffusionFolder } from "../../generators/diffusion/folder.ts";
import { vaeDecoder, vaeEncoder, vaeStride } from "../../generators/diffusion/vae.ts";
import { writeFile } from "../../hub/write_file.ts";
import { openFaceMetrics } from "../../metrics/face_metrics.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Runtime } from "../../runtime/runtime.ts";
import { float32, type Tensor } from "../../tensor.ts";
import { type LoggedStep, readLossLog } from "../loss_log.ts";
import { faceDistance, part } from "./face_distance.ts";
import { readNetwork } from "./model_folder.ts";
import { PICTURE, readPictures, SIDE } from "./pictures.ts";
import { reportText } from "./report_text.ts";
import { samplePictures } from "./samples.ts";
import { type FacesSettings } from "./settings.ts";

/** Seed of the samples, so that reports of one model show the same. */
const SEED = 7;

/** Bytes of pictures as RGB in [−1, 1]. */
const pictureTensors = (bytes: Uint8Array): Tensor<"float32"> =>
  float32([bytes.length / PICTURE, 3, SIDE, SIDE], Float32Array.from(bytes, (v) => v / 127.5 - 1));

/** Draws the log of one network. @returns its steps. */
async function drawLosses(folder: string, network: "vae" | "unet", title: string): Promise<LoggedStep[]> {
  const steps = await readLossLog(join(folder, `${network}.jsonl`));
  if (steps.length > 0) await writeFile(join(folder, `loss-${network}.svg`), lossCurve(steps, { title }));
  return steps;
}

const sheet = (pictures: Tensor, title: string, caption: string): Uint8Array => {
  const all = Array.from({ length: pictures.shape[0]! }, (_, i) => pictureOf(pictures, i));
  return renderPng(pictureSheet(all, { title, caption }));
};

/**
 * Looks at the model that a training has come to: draws losses, samples of fixed seeds and what the autoencoder makes of
 * pictures, measures how far generated faces are from those of the training, and writes it all into the folder
 * (`loss-*.svg`, `samples.png`, `autoencoder.png`, `model/README.md`).
 *
 * @returns the text of the README.
 * @throws {InputError} when the folder has no model or too few pictures.
 */
export async function reportFaces(
  settings: FacesSettings,
  folder: string,
  runtime: Runtime,
): Promise<string> {
  const { samples: count, steps, shown } = settings.report;
  const model = await openDiffusionFolder(join(folder, "model"));
  const real = pictureTensors(await readPictures(join(folder, "pictures"), settings.pictures, 2 * count));
  const side = SIDE / vaeStride(model.vae.config);
  const generated = await samplePictures(runtime, model, { count, steps, seed: SEED, side });
  const few = Math.min(shown, count);
  const reconstruct = (image: Symbolic): Symbolic =>
    vaeDecoder(model.vae.config, model.vae.p)(vaeEncoder(model.vae.config, model.vae.p)(image).mean);
  const again = await runtime.run(reconstruct, part(real, 0, few)) as Tensor<"float32">;
  const step = (await readNetwork(join(folder, "model"), "unet")).step;
  await writeFile(
    join(folder, "samples.png"),
    sheet(
      part(generated, 0, few),
      `Samples after ${step} steps`,
      `DDIM, ${steps} steps; noise of fixed seeds.`,
    ),
  );
  await writeFile(
    join(folder, "autoencoder.png"),
    sheet(again, "What the autoencoder keeps", "The first pictures of the training, encoded and decoded."),
  );
  const losses = {
    vae: await drawLosses(folder, "vae", "Loss of the autoencoder"),
    unet: await drawLosses(folder, "unet", "Loss of the U-Net"),
  };
  const distance = await faceDistance(runtime, await openFaceMetrics(), generated, real);
  const error = meanError(again, part(real, 0, few));
  const text = reportText({ settings, step, losses, distance, error, sha256: model.sha256 });
  await writeFile(join(folder, "model", "README.md"), text);
  return text;
}

/** Mean absolute difference, in parts of 255. */
function meanError(a: Tensor<"float32">, b: Tensor<"float32">): number {
  if (a.data.length !== b.data.length) throw new InputError("Expected pictures of one shape.");
  return a.data.reduce((sum, v, i) => sum + Math.abs(v - b.data[i]!), 0) / a.data.length * 127.5;
}
