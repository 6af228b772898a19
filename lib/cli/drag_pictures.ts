import { FILES } from "../drag/folder.ts";
import { type Checkpoint } from "../drag/checkpoint.ts";
import { type OpenedSpec } from "../drag/open_spec.ts";
import { type DragRecord } from "../drag/record.ts";
import { type StageOptions } from "../edit/stage.ts";
import { encodePng } from "../formats/image.ts";
import { type RgbaImage } from "../formats/image_rgba.ts";
import { encodeNpy } from "../formats/npy.ts";
import { encodeLora } from "../generators/diffusion/lora/lora_file.ts";
import { encodeGif } from "../figures/gif.ts";
import { markedPicture } from "../figures/marked_picture.ts";
import { renderPicture, renderPng } from "../figures/raster.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { denoisedPictures, generatedPictures } from "../lab/latent_pictures.ts";

/** Pixels of a side of the marked pictures. */
const [PATH_SIZE, GIF_SIZE] = [512, 320];

/** Milliseconds that each of two pictures is shown. */
const TWO_PICTURES = { delay: 1000, lastDelay: 1000 };

/** An animation of the drag, with handles, targets and paths as they were. */
function animation(pictures: readonly RgbaImage[], record: DragRecord, steps: readonly number[]): Uint8Array {
  const marked = pictures.map((picture, i) =>
    renderPicture(markedPicture(picture, record, { step: steps[i]!, path: true, size: GIF_SIZE }))
  );
  return encodeGif(marked, marked.length === 2 ? TWO_PICTURES : {});
}

/** The LoRA that was trained on the picture, if one was, in DragDiffusion's layout. */
const loraFile = ({ edit }: OpenedSpec): [string, Uint8Array][] =>
  edit?.trained ? [[FILES.lora, encodeLora({ unet: edit.trained, textEncoder: {} })]] : [];

/** The latent and the pictures that a finished drag leaves, and the LoRA that was trained for it, as files. */
export async function dragPictures(
  opened: OpenedSpec,
  checkpoint: Checkpoint,
  record: DragRecord,
  runtime: Runtime,
  options: StageOptions = {},
): Promise<Map<string, Uint8Array>> {
  const { state } = checkpoint;
  if (!state) throw new Error("Expected a drag of one step at least.");
  const last = record.steps.at(-1)!.step;
  const frames = checkpoint.frames.filter(({ step }) => step > 0 && step < state.step);
  const { latent, before, between, after } = await (opened.edit ? denoisedPictures : generatedPictures)(
    opened,
    { between: frames.map(({ variable }) => variable), last: state.variable },
    runtime,
    options,
  );
  const steps = between.length === 0 ? [0, last] : [0, ...frames.map(({ step }) => step), last];
  return new Map([
    [FILES.latent, encodeNpy(latent)],
    [FILES.before, encodePng(before)],
    [FILES.after, encodePng(after)],
    [FILES.path, renderPng(markedPicture(after, record, { path: true, size: PATH_SIZE }))],
    [FILES.gif, animation([before, ...between, after], record, steps)],
    ...loraFile(opened),
  ]);
}
