import { type SpecInput } from "../../lib/drag/spec.ts";
import { encodePng, type RgbaImage } from "../../lib/formats/image.ts";
import { repositoryPath } from "./run_cli.ts";
import { type TemporaryFolder, temporaryFolder } from "./temporary_folder.ts";

/** A file of the small diffusion model. */
export const sdFile = (name = ""): string => repositoryPath(`test/fixtures/sd-a/${name}`);

/** A picture of gradients. */
export const gradients = (width: number, height: number): RgbaImage => ({
  width,
  height,
  data: Uint8ClampedArray.from({ length: 4 * width * height }, (_, i) => {
    const [x, y] = [(i >> 2) % width, Math.floor((i >> 2) / width)];
    return [255 * x / width, 255 * y / height, 128, 255][i % 4]!;
  }),
});

/** A drag of a small picture in few steps, with fields replaced. */
export const pictureSpec = (fields: SpecInput = {}): SpecInput => ({
  model: sdFile(),
  image: "photo.png",
  promptEmbeds: sdFile("text.npy"),
  inferenceSteps: 4,
  lora: "none",
  points: [{ handle: [20, 20], target: [40, 28] }],
  steps: 3,
  ...fields,
});

/** A folder with a picture of 64 × 48 pixels. */
export function pictureFolder(): TemporaryFolder {
  const folder = temporaryFolder();
  folder.write("photo.png", encodePng(gradients(64, 48)));
  return folder;
}
