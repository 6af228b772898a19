import { type OpenedSpec } from "../drag/open_spec.ts";
import { denoisedPair } from "../edit/finish_picture.ts";
import { resizePicture } from "../edit/resize_picture.ts";
import { runStage, type StageOptions } from "../edit/stage.ts";
import { decodeStage } from "../edit/vae_stages.ts";
import { pictureOf } from "../figures/picture.ts";
import { type RgbaImage } from "../formats/image_rgba.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { type Tensor } from "../tensor.ts";

/** Variables of a drag, in the latent space of the method. */
export interface DraggedVariables {
  /** After some of the steps. */
  readonly between: readonly Tensor[];
  /** After the last. */
  readonly last: Tensor;
}

/** What a drag led to. */
export interface LatentPictures {
  /** The last latent, in its full space. */
  readonly latent: Tensor;
  /** The undragged picture. */
  readonly before: RgbaImage;
  /** Pictures on the way, where they can be had at little cost. */
  readonly between: readonly RgbaImage[];
  /** The picture of the last latent. */
  readonly after: RgbaImage;
}

/** Latents of variables, and the pictures that the generator itself makes of them; the first is the undragged one. */
async function synthesised(
  { model: { generator }, problem, method }: OpenedSpec,
  variables: readonly Tensor[],
  runtime: Runtime,
): Promise<{ latents: Tensor[]; pictures: RgbaImage[] }> {
  const space = generator.spaces[method.latentSpace]!;
  const toLatent = (v: Symbolic, s: Symbolic): Symbolic => space.latentOf(v, s);
  const toImage = (latent: Symbolic): Symbolic => generator.image(latent);
  await using latentOf = await runtime.compile(toLatent, [variables[0]!, problem.latent]);
  await using imageOf = await runtime.compile(toImage, [problem.latent]);
  const latents: Tensor[] = [problem.latent];
  for (const variable of variables) latents.push(await latentOf.run(variable, problem.latent));
  const pictures: RgbaImage[] = [];
  for (const latent of latents) pictures.push(pictureOf(await imageOf.run(latent)));
  return { latents, pictures };
}

/** What a drag with a GAN led to. */
export async function generatedPictures(
  opened: OpenedSpec,
  { between, last }: DraggedVariables,
  runtime: Runtime,
): Promise<LatentPictures> {
  const { latents, pictures } = await synthesised(opened, [...between, last], runtime);
  const [before, after] = [pictures[0]!, pictures.at(-1)!];
  return { latent: latents.at(-1)!, before, between: pictures.slice(1, -1), after };
}

/** What a drag with a diffusion model led to, denoised and decoded, in the size of the picture that was dragged. */
export async function denoisedPictures(
  { edit, model: { generator } }: OpenedSpec,
  { last }: DraggedVariables,
  runtime: Runtime,
  options: StageOptions,
): Promise<LatentPictures> {
  const { model, picture, source, mutual } = edit!;
  const pair = await denoisedPair(picture, last, { ...options, runtime, mutual });
  const decoded = async (latent: Tensor): Promise<RgbaImage> => {
    const pixels = await runStage(await decodeStage(model, runtime, latent), options);
    return pictureOf(await resizePicture(runtime, pixels, generator.size));
  };
  const before = source ?? await decoded(pair.source);
  return { latent: last, before, between: [], after: await decoded(pair.edited) };
}
