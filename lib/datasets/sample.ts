import { type PointPair } from "../drag/points.ts";
import { inFile, InputError } from "../errors.ts";
import { decodeImage } from "../formats/image.ts";
import { type RgbaImage } from "../formats/image_rgba.ts";
import { readInputFile } from "../hub/read_file.ts";
import { type Tensor } from "../tensor.ts";

/** Where the picture of a sample comes from: a file, or a generator, which makes it from a seed. */
export type SamplePicture =
  | {
    /** Path of a PNG or JPEG. */
    readonly path: string;
  }
  | {
    /** Seed of z, as `LatentSource` takes it. */
    readonly seed: number;
  };

/** What is to be done to a picture, whatever layout it was published in. */
export interface DragSample {
  /** The picture. */
  readonly picture: SamplePicture;
  /** What the picture shows, or shall show; absent where the layout has no prompts. */
  readonly prompt?: string;
  /** Handles and targets as `[x, y]` in pixels of the picture, at least one pair. */
  readonly points: readonly PointPair[];
  /** 1 where the picture may move, else 0, [H, W]; absent where the layout has no masks. */
  readonly mask?: Tensor<"float32">;
  /** Pixels of regions and where each of them shall go; absent where the layout has points only. */
  readonly regions?: readonly PointPair[];
}

/** A sample of a dataset, which is read when it is asked for. */
export interface DatasetSample {
  /** Its own in the dataset: the path of its folder from the dataset's, such as `animals/JH_2023-09-14-1820-16`. */
  readonly name: string;
  /** What it is grouped by, such as `animals`. */
  readonly category: string;
  /** Files that its layout has and it lacks. */
  readonly missing: readonly string[];
  /** Paths of the files that it is read from. */
  readonly files: readonly string[];
  /**
   * Reads all but the picture, for which there is {@linkcode readPicture}. Throws an `InputError` that names the file
   * where one is missing or broken.
   */
  readonly read: () => Promise<DragSample>;
}

/**
 * The picture of a sample.
 *
 * @throws {InputError} when its file cannot be read, or it is a generator's.
 */
export async function readPicture({ picture }: Pick<DragSample, "picture">): Promise<RgbaImage> {
  if ("seed" in picture) {
    throw new InputError(
      `Expected the picture of a file but found that of a generator's seed, ${picture.seed}, which needs the generator.`,
    );
  }
  const bytes = await readInputFile(picture.path, "a picture");
  return inFile(picture.path, () => decodeImage(bytes));
}
