import { FILES } from "../drag/folder.ts";
import { type Checkpoint } from "../drag/checkpoint.ts";
import { type OpenedSpec } from "../drag/open_spec.ts";
import { type DragRecord } from "../drag/record.ts";
import { encodePng } from "../formats/image.ts";
import { type RgbaImage } from "../formats/image_rgba.ts";
import { encodeNpy } from "../formats/npy.ts";
import { encodeGif } from "../figures/gif.ts";
import { markedPicture } from "../figures/marked_picture.ts";
import { pictureOf } from "../figures/picture.ts";
import { renderPicture, renderPng } from "../figures/raster.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { type Tensor } from "../tensor.ts";

/** Pixels of a side of the marked pictures. */
const [PATH_SIZE, GIF_SIZE] = [512, 320];

/** The latent before a drag and after the given updates, and the pictures of them. */
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

/** An animation of the drag, with handles, targets and paths as they were. */
function animation(pictures: readonly RgbaImage[], record: DragRecord, steps: readonly number[]): Uint8Array {
  return encodeGif(
    pictures.map((picture, i) =>
      renderPicture(markedPicture(picture, record, { step: steps[i]!, path: true, size: GIF_SIZE }))
    ),
  );
}

/** The latent and the pictures that a finished drag leaves, as files. */
export async function dragPictures(
  opened: OpenedSpec,
  checkpoint: Checkpoint,
  record: DragRecord,
  runtime: Runtime,
): Promise<Map<string, Uint8Array>> {
  const { state } = checkpoint;
  if (!state) throw new Error("Expected a drag of one step at least.");
  const last = record.steps.at(-1)!.step;
  const frames = checkpoint.frames.filter(({ step }) => step > 0 && step < state.step);
  const { latents, pictures } = await synthesised(
    opened,
    [...frames.map(({ variable }) => variable), state.variable],
    runtime,
  );
  const [before, after] = [pictures[0]!, pictures.at(-1)!];
  return new Map([
    [FILES.latent, encodeNpy(latents.at(-1)!)],
    [FILES.before, encodePng(before)],
    [FILES.after, encodePng(after)],
    [FILES.path, renderPng(markedPicture(after, record, { path: true, size: PATH_SIZE }))],
    [FILES.gif, animation(pictures, record, [0, ...frames.map(({ step }) => step), last])],
  ]);
}
