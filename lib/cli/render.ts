import { Command } from "commander";
import { encodePng } from "../formats/image.ts";
import { type RgbaImage } from "../formats/image_rgba.ts";
import { encodeNpy } from "../formats/npy.ts";
import { pictureOf } from "../figures/picture.ts";
import { modelSource } from "../generators/family.ts";
import { writeFile } from "../hub/write_file.ts";
import { type Tensor } from "../tensor.ts";
import { compute, type GanFlags } from "./batch.ts";
import { checkModelOutput } from "./check_model_output.ts";
import { decodedLatents, denoisedLatents, type DiffusionFlags } from "./diffusion_batch.ts";
import { refuseForeignOptions, withCleanOption, withModelOptions } from "./options.ts";

/** Pictures of one size side by side in rows, as square as they go. */
function sheet(pictures: readonly RgbaImage[]): RgbaImage {
  const { width, height } = pictures[0]!;
  const columns = Math.ceil(Math.sqrt(pictures.length));
  const rows = Math.ceil(pictures.length / columns);
  const data = new Uint8ClampedArray(4 * columns * width * rows * height).fill(255);
  pictures.forEach((picture, i) => {
    const [left, top] = [(i % columns) * width, Math.floor(i / columns) * height];
    for (let y = 0; y < height; y++) {
      const line = picture.data.subarray(4 * y * width, 4 * (y + 1) * width);
      data.set(line, 4 * ((top + y) * columns * width + left));
    }
  });
  return { width: columns * width, height: rows * height, data };
}

/** Pictures [N, 3, H, W] as a .npy, or as a .png with a sheet of them. */
function encoded(path: string, pictures: Tensor): Uint8Array {
  if (path.toLowerCase().endsWith(".npy")) return encodeNpy(pictures);
  return encodePng(sheet(Array.from({ length: pictures.shape[0]! }, (_, i) => pictureOf(pictures, i))));
}

interface RenderFlags extends GanFlags, DiffusionFlags {
  readonly out: string;
  readonly clean?: true;
}

/** `render --latent L.npy --out X`. */
export const renderCommand = (): Command =>
  withModelOptions(
    withCleanOption(new Command("render"))
      .description(
        "synthesise the pictures of latents; those of a diffusion model are denoised from their noise level and decoded",
      )
      .requiredOption(
        "--out <file>",
        "X.npy: float32 [N, 3, H, W], nominally in [-1, 1], unclamped; X.png: the picture, or a sheet of N",
      ),
  ).action(async (flags: RenderFlags): Promise<void> => {
    await checkModelOutput("rendering", flags, [".png", ".npy"]);
    const { family, source } = await modelSource(flags.model, ".");
    refuseForeignOptions(flags, family);
    const diffused = flags.clean ? decodedLatents : denoisedLatents;
    const pictures = family === "gan"
      ? await compute(flags, ({ generator }) => generator.image)
      : await diffused(flags, source);
    await writeFile(flags.out, encoded(flags.out, pictures));
  });
