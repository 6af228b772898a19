import { pictureTensor } from "../edit/picture_tensor.ts";
import { resizePicture } from "../edit/resize_picture.ts";
import { InputError } from "../errors.ts";
import { type RgbaImage } from "../formats/image.ts";
import { type Generator } from "../generators/generator.ts";
import { sizeText } from "../generators/size.ts";
import { type FaceMetrics } from "../metrics/face_metrics.ts";
import { sampleSquare } from "../metrics/faces/sample_square.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { type Tensor } from "../tensor.ts";
import { alignedSquare } from "./align_face.ts";
import { FACE_CROPS } from "./face_crop.ts";
import { type InversionSettings } from "./settings.ts";

/**
 * A photograph as a generator was shown such ones: the face cut out and turned upright, or all of it.
 *
 * @returns [1, 3, S, S] of the generator's size, RGB in [−1, 1].
 * @throws {InputError} when there is no such face, or all of a picture that is no square is to be taken.
 */
export async function alignedPhotograph(
  picture: RgbaImage,
  { size }: Pick<Generator, "size">,
  { crop, face }: Pick<InversionSettings, "crop" | "face">,
  { runtime, metrics }: { readonly runtime: Runtime; readonly metrics: Pick<FaceMetrics, "landmarks"> },
): Promise<Tensor> {
  if (crop !== "none") {
    const square = await alignedSquare(runtime, metrics, picture, FACE_CROPS[crop], face);
    return sampleSquare(picture, square, size[0]);
  }
  const { width, height } = picture;
  if (width === height) return await resizePicture(runtime, pictureTensor(picture), size);
  throw new InputError(
    `Expected a square picture where it is not aligned but found one of ${sizeText([height, width])} pixels.`,
  );
}
