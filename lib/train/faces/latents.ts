import { type Parameters } from "../../generators/diffusion/parameters.ts";
import { vaeEncoder } from "../../generators/diffusion/vae.ts";
import { type VaeConfig } from "../../generators/diffusion/vae_config.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Runtime } from "../../runtime/runtime.ts";
import { float32, sizeOf, type Tensor, tensor } from "../../tensor.ts";
import { PICTURE, placePicture, SIDE } from "./pictures.ts";
import { fromBytes } from "./vae_training.ts";

/** Pictures in one run of the encoder. */
const RUN = 16;

/**
 * Latents of pictures and of their mirror images, unscaled: the means [2N, C, h, w], those of the N pictures first.
 *
 * @param pictures uint8 [N, 3, 64, 64].
 */
export async function encodePictures(
  runtime: Runtime,
  { config, p }: { readonly config: VaeConfig; readonly p: Parameters },
  pictures: Tensor<"uint8">,
  signal?: AbortSignal,
): Promise<Tensor<"float32">> {
  const count = pictures.shape[0]!;
  const encode = (bytes: Symbolic): Symbolic => vaeEncoder(config, p)(fromBytes(bytes)).mean;
  const batch = new Uint8Array(RUN * PICTURE);
  const bytes = tensor("uint8", [RUN, 3, SIDE, SIDE], batch);
  await using compiled = await runtime.compile(encode, [bytes], "encode");
  const parts: Float32Array[] = [];
  let shape: readonly number[] = [];
  for (let first = 0; first < 2 * count; first += RUN) {
    signal?.throwIfAborted();
    const own = Math.min(RUN, 2 * count - first);
    for (let i = 0; i < own; i++) {
      placePicture(pictures.data, (first + i) % count, first + i >= count, batch, i);
    }
    const { data, shape: whole } = await compiled.run(bytes);
    shape = whole.slice(1);
    parts.push((data as Float32Array).slice(0, own * sizeOf(shape)));
  }
  const all = new Float32Array(2 * count * sizeOf(shape));
  parts.forEach((part, i) => all.set(part, i * RUN * sizeOf(shape)));
  return float32([2 * count, ...shape], all);
}

/** What latents are multiplied with, so that their standard deviation is 1: diffusers' `scaling_factor`. */
export function scalingFactor({ data }: Tensor<"float32">): number {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    sum += data[i]!;
    squares += data[i]! ** 2;
  }
  const mean = sum / data.length;
  return 1 / Math.sqrt(squares / data.length - mean ** 2);
}
