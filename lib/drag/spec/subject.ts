import { resolve } from "node:path";
import { pictureTensor } from "../../edit/picture_tensor.ts";
import { resizePicture } from "../../edit/resize_picture.ts";
import { tensorHash } from "../../edit/stage_file.ts";
import { workingSize } from "../../edit/working_size.ts";
import { inFile } from "../../errors.ts";
import { decodeImage, type RgbaImage } from "../../formats/image.ts";
import { type DiffusionModel } from "../../generators/diffusion/folder.ts";
import { noisyLatents } from "../../generators/diffusion/latents.ts";
import { ownWidth } from "../../generators/diffusion/own_width.ts";
import { vaeStride } from "../../generators/diffusion/vae.ts";
import { latentAt } from "../../generators/latents.ts";
import { mapSize, type Size, square } from "../../generators/size.ts";
import { readInputFile } from "../../hub/read_file.ts";
import { readNpy } from "../../hub/read_npy.ts";
import { type Runtime } from "../../runtime/runtime.ts";
import { type Tensor } from "../../tensor.ts";
import { type DiffusionSpec } from "./diffusion_spec.ts";
import { type Provenance } from "../provenance.ts";

/** What is known of whatever is dragged. */
export interface Sizes {
  /** Height and width that it is worked on at, in pixels. */
  readonly size: Size;
  /** Height and width of the picture that points and mask are of. */
  readonly shown: Size;
  /** Hashes of what was read. */
  readonly sha256: Partial<Provenance["sha256"]>;
  /** What the user should know. */
  readonly warnings: readonly string[];
}

/** What is dragged with a diffusion model. */
export type Subject =
  & Sizes
  & (
    /** A picture, as it is in its file and [1, 3, h, w] in [−1, 1] as it is worked on. */
    | { readonly kind: "image"; readonly source: RgbaImage; readonly image: Tensor }
    /** A latent [1, C, h, w] at its noise level. */
    | { readonly kind: "latent"; readonly latent: Tensor }
    /** A picture that is generated from noise. */
    | { readonly kind: "seed"; readonly seed: number }
  );

const flipped = ([width, height]: readonly [number, number]): Size => [height, width];

const inWords = ([height, width]: Size): string => `${width} × ${height}`;

/** A picture as models see it. */
const opaque = ({ width, height, data }: RgbaImage): RgbaImage => ({
  width,
  height,
  data: data.map((value, i) => (i % 4 === 3 ? 255 : value)),
});

async function readPicture(
  { image: file, size: asked }: DiffusionSpec & { readonly image: string },
  folder: string,
  { stride, width }: { readonly stride: number; readonly width: number },
  runtime: Runtime,
): Promise<Subject> {
  const path = resolve(folder, file);
  const bytes = await readInputFile(path, "a picture");
  const source = opaque(inFile(path, () => decodeImage(bytes)));
  const shown: Size = [source.height, source.width];
  const size = asked ? flipped(asked) : workingSize(shown, stride, width);
  const image = await resizePicture(runtime, pictureTensor(source), size);
  const warning =
    `The picture ${file} of ${inWords(shown)} pixels is worked on at ${inWords(size)}; points, mask ` +
    'and results keep its own ("size" chooses another).';
  const warnings = `${size}` === `${shown}` ? [] : [warning];
  return { kind: "image", source, image, size, shown, sha256: { image: await tensorHash(image) }, warnings };
}

async function readLatent(
  { latentIndex }: DiffusionSpec,
  path: string,
  channels: number,
  stride: number,
): Promise<Subject> {
  const array = await readNpy(path, "a latent");
  const latent = inFile(path, () => latentAt(noisyLatents(array, channels), latentIndex));
  const [h, w] = mapSize(latent);
  const size: Size = [h * stride, w * stride];
  const sha256 = { latent: await tensorHash(latent) };
  return { kind: "latent", latent, size, shown: size, sha256, warnings: [] };
}

/**
 * Reads what a SPEC drags.
 *
 * @throws {InputError} when a file is missing or broken, or does not fit the model.
 */
export async function readSubject(
  spec: DiffusionSpec,
  folder: string,
  { unet, vae }: DiffusionModel,
  runtime: Runtime,
): Promise<Subject> {
  const stride = vaeStride(vae.config);
  const { image, latent, size: asked } = spec;
  const width = ownWidth({ unet, vae });
  if (image !== undefined) return await readPicture({ ...spec, image }, folder, { stride, width }, runtime);
  if (typeof latent === "string") {
    return await readLatent(spec, resolve(folder, latent), unet.config.inChannels, stride);
  }
  const size = asked ? flipped(asked) : square(width);
  return { kind: "seed", seed: latent!.seed, size, shown: size, sha256: {}, warnings: [] };
}
