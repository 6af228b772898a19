import { join } from "node:path";
import { type DragSample } from "../../datasets/sample.ts";
import { datasetSheet } from "../../figures/dataset_sheet.ts";
import { renderPng } from "../../figures/raster.ts";
import { reducedPicture } from "../../figures/reduce_picture.ts";
import { encodePng } from "../../formats/image.ts";
import { type RgbaImage } from "../../formats/image_rgba.ts";
import { ifThere } from "../../hub/if_there.ts";
import { isThere } from "../../hub/is_there.ts";
import { NO_EDIT } from "../../metrics/measure_edits.ts";
import { type Row, SAMPLE } from "../run/row.ts";
import { type PictureRow } from "../tables/index_html.ts";
import { writeFile } from "../../hub/write_file.ts";

/** Pixels of a picture's side, at least. */
const SIZE = 200;

/** A small picture of what a method made of a sample, or of what shall be done to it. */
const thumbnail = (folder: string, sample: string, method: string): string =>
  join(folder, "thumbnails", sample, `${method}.png`);

/** What the small picture of a sample shows. */
const TO_DO = "handles (red) and targets (ringed); what is darkened may not move";

/** Keeps a small picture of a sample, with its points and what may move. */
export async function keepSample(
  folder: string,
  name: string,
  { points, mask }: DragSample,
  picture: RgbaImage,
): Promise<void> {
  const sample = { label: "", picture, points, ...(mask ? { mask } : {}) };
  const sheet = datasetSheet([sample], { size: SIZE, legend: false });
  await writeFile(thumbnail(folder, name, NO_EDIT), renderPng(sheet));
}

/** Keeps a small picture of a result. */
export const keepResult = (folder: string, name: string, method: string, picture: RgbaImage): Promise<void> =>
  writeFile(thumbnail(folder, name, method), encodePng(reducedPicture(picture, SIZE)));

/** The small pictures of the samples and methods in some rows, a row for each sample; none where there are none. */
export async function keptPictures(folder: string, rows: readonly Row[]): Promise<PictureRow[]> {
  if (!await isThere(join(folder, "thumbnails"))) return [];
  const kept = new Map<string, Record<string, Uint8Array>>();
  for (const { [SAMPLE]: sample, method } of rows) {
    const bytes = await ifThere(Deno.readFile(thumbnail(folder, String(sample), String(method))));
    const pictures = kept.get(String(sample)) ?? {};
    if (bytes) {
      kept.set(String(sample), { ...pictures, [method === NO_EDIT ? TO_DO : String(method)]: bytes });
    }
  }
  return [...kept].map(([heading, pictures]) => ({ heading, pictures }));
}
