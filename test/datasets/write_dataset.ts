import { encode } from "jpeg-js";
import { Buffer } from "node:buffer";
import { dirname, join } from "node:path";
import { type Point } from "../../lib/drag/points.ts";
import { encodePng } from "../../lib/formats/image.ts";
import { type RgbaImage } from "../../lib/formats/image_rgba.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";
import { faceLike } from "../figures/samples.ts";
import { pickledMetaData } from "./pickled_meta_data.ts";

/** A sample to be written. */
export interface SmallSample {
  readonly category: string;
  readonly name: string;
  readonly picture: RgbaImage;
  readonly prompt: string;
  /** Handle and target in turn. */
  readonly points: readonly Point[];
  readonly mask: Tensor<"float32">;
  /** Pixels of the regions of handles and targets in turn. */
  readonly regions: readonly Point[];
}

/** A mask that is 1 from `left` to the right border. */
export const rightMask = (width: number, height: number, left: number): Tensor<"float32"> =>
  float32(
    [height, width],
    Float32Array.from({ length: width * height }, (_, i) => (i % width >= left ? 1 : 0)),
  );

const small = (
  category: string,
  name: string,
  size: readonly [number, number],
  points: Point[],
): SmallSample => ({
  category,
  name,
  picture: faceLike(...size),
  prompt: `a photo of ${name}`,
  points,
  mask: rightMask(...size, 4),
  regions: points.flatMap(([x, y]): Point[] => [[x, y], [x + 1, y]]).filter(([x]) => x < size[0]),
});

/** Three small pictures in two categories, one of them not square. */
export const smallSamples = (): SmallSample[] => [
  small("animals", "cat_0", [24, 16], [[8, 4], [12, 6]]),
  small("animals", "dog_1", [16, 16], [[5, 5], [9, 5], [5, 9], [9, 9]]),
  small("land_scape", "hill_0", [16, 24], [[8, 12], [8, 20]]),
];

const maskPng = ({ mask: { shape: [height, width], data } }: SmallSample): Uint8Array => {
  const values = Uint8ClampedArray.from(
    { length: 4 * data.length },
    (_, i) => i % 4 === 3 ? 255 : 255 * data[i >> 2]!,
  );
  return encodePng({ width: width!, height: height!, data: values });
};

const jpeg = ({ width, height, data }: RgbaImage): Uint8Array =>
  new Uint8Array(encode({ width, height, data: Buffer.from(data) }, 95).data);

const every = (points: readonly Point[], first: number): Point[] => points.filter((_, i) => i % 2 === first);

/** The path of a sample's folder and its files, in a layout. */
type Files = (sample: SmallSample) => readonly [folder: string, files: Readonly<Record<string, unknown>>];

const metaData = ({ prompt, points, mask }: SmallSample): Uint8Array => pickledMetaData(prompt, points, mask);
const nested = ({ category, name }: SmallSample): string => `${category}/${name}`;

const FILES: Readonly<Record<string, Files>> = {
  dragbench: (s) => [nested(s), { "original_image.png": encodePng(s.picture), "meta_data.pkl": metaData(s) }],
  "dragbench-regions": (s) => [s.name, {
    "original_image.png": encodePng(s.picture),
    "meta_data.pkl": metaData(s),
    "meta_data_region.pkl": metaData({ ...s, points: s.regions }),
  }],
  "dragbench-json": ({ prompt, points, ...s }) => [nested({ prompt, points, ...s }), {
    "original_image.png": encodePng(s.picture),
    "drag_instruction.json": { prompt, points },
    "mask.png": maskPng({ prompt, points, ...s }),
  }],
  "sde-drag": (s) => [s.name, {
    "origin_image.png": encodePng(s.picture),
    "prompt.json": { prompt: s.prompt, source: every(s.points, 0), target: every(s.points, 1) },
    "mask.png": maskPng(s),
  }],
  drag100: (s) => [s.name, {
    "original.jpg": jpeg(s.picture),
    "points.json": { points: s.points },
    "mask.png": maskPng(s),
  }],
};

function write(path: string, content: unknown): void {
  Deno.mkdirSync(dirname(path), { recursive: true });
  if (content instanceof Uint8Array) Deno.writeFileSync(path, content);
  else Deno.writeTextFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
}

/** A line of FreeDragBench for each sample, all of one category. */
function writeLines(root: string, samples: readonly SmallSample[]): void {
  const lines = samples.map(({ points }, seed) =>
    JSON.stringify({ seed, points: { handle: every(points, 0), target: every(points, 1) } })
  );
  write(join(root, "seeds/faces.jsonl"), `${lines.join("\n")}\n`);
}

/** Writes samples as a dataset in a layout. */
export function writeDataset(
  root: string,
  layout: string,
  samples: readonly SmallSample[] = smallSamples(),
): void {
  if (layout === "freedragbench") return writeLines(root, samples);
  for (const sample of samples) {
    const [folder, files] = FILES[layout]!(sample);
    for (const [name, content] of Object.entries(files)) write(join(root, folder, name), content);
  }
}
