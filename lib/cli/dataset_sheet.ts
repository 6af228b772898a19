import { Command } from "commander";
import { openDataset } from "../datasets/open_dataset.ts";
import { type DatasetSample, readPicture } from "../datasets/sample.ts";
import { checkMaskSize } from "../drag/mask.ts";
import { InputError } from "../errors.ts";
import { datasetSheet, type SheetSample } from "../figures/dataset_sheet.ts";
import { checkInputsStay } from "../hub/check_inputs_stay.ts";
import { checkOutput } from "./batch.ts";
import { type DatasetFlags, withDataset } from "./dataset_options.ts";
import { wholeNumber } from "./options.ts";
import { note } from "./terminal.ts";
import { writeFigure } from "./write_figure.ts";

interface SheetFlags extends DatasetFlags {
  readonly out: string;
  readonly columns: number;
  readonly size: number;
}

/** A sample as a sheet shows it, or `undefined` with a word about why where it cannot be shown. */
async function sheetSample({ name, category, read }: DatasetSample): Promise<SheetSample | undefined> {
  try {
    const sample = await read();
    const picture = await readPicture(sample);
    if (sample.mask) checkMaskSize(sample.mask, [picture.height, picture.width]);
    const { prompt, points } = sample;
    const pairs = points.length === 1 ? "1 pair" : `${points.length} pairs`;
    return {
      ...sample,
      label: name.split("/").at(-1)!,
      detail: `${category}: ${prompt?.trim() || pairs}`,
      picture,
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    note(`${name} is left out: ${error.message}`);
    return undefined;
  }
}

async function sheet(folder: string, { out, columns, size, ...flags }: SheetFlags): Promise<void> {
  await checkOutput(out, [".svg", ".png"]);
  const { layout, samples } = await openDataset(folder, flags);
  const inputs = Object.fromEntries(samples.map(({ name, files }) => [name, files]));
  await checkInputsStay("sheet", inputs, [out]);
  const shown: SheetSample[] = [];
  for (const sample of samples) {
    const read = await sheetSample(sample);
    if (read) shown.push(read);
  }
  const svg = datasetSheet(shown, { columns, size, title: `${layout.title}: ${shown.length} samples` });
  await writeFigure(out, svg);
}

/** `dataset sheet DIR --out FILE`. */
export const datasetSheetCommand = (): Command =>
  withDataset(new Command("sheet"))
    .description("draw all samples with their points and masks on one sheet")
    .requiredOption("--out <file>", "X.png or X.svg")
    .option("--columns <n>", "pictures per row", wholeNumber(1), 4)
    .option("--size <px>", "pixels of a picture's longer side", wholeNumber(16), 200)
    .action(sheet);
