import { Command, Option } from "commander";
import { type CheckedSample, checkSample } from "../datasets/check_sample.ts";
import { LAYOUTS } from "../datasets/layouts/mod.ts";
import { openDataset } from "../datasets/open_dataset.ts";
import { type DatasetSample, readPicture } from "../datasets/sample.ts";
import { distance } from "../drag/points.ts";
import { InputError } from "../errors.ts";
import { datasetSheet, type SheetSample } from "../figures/dataset_sheet.ts";
import { renderPng } from "../figures/raster.ts";
import { type Table } from "../lab/tables/table.ts";
import { alignedTable, textTable } from "../lab/tables/text_table.ts";
import { mean } from "../metrics/bootstrap.ts";
import { checkOutput, writeOutput } from "./batch.ts";
import { wholeNumber } from "./options.ts";
import { note, print } from "./terminal.ts";

interface DatasetFlags {
  readonly layout?: string;
}

const withLayout = (command: Command): Command =>
  command
    .argument("<dir>", "folder of the dataset")
    .addOption(
      new Option("--layout <name>", "how it lies there (default: the first that is found)")
        .choices(Object.keys(LAYOUTS)),
    );

const isUnusable = ({ findings }: CheckedSample): boolean =>
  findings.some(({ severity }) => severity === "unusable");

/** A row of counts. */
function rowOf(label: string, samples: readonly CheckedSample[]): (string | number | null)[] {
  const lengths = samples.flatMap(({ points }) =>
    points.map(({ handle, target }) => distance(handle, target))
  );
  const bad = samples.filter(isUnusable).length;
  const odd = samples.filter(({ findings }) => findings.length > 0).length - bad;
  return [label, samples.length, lengths.length, lengths.length > 0 ? mean(lengths) : null, odd, bad];
}

/** Samples and pairs of each category, and of all. */
function countsOf(samples: readonly CheckedSample[]): Table {
  const categories = Object.entries(Object.groupBy(samples, ({ category }) => category));
  return {
    columns: [
      { name: "category", label: "category" },
      { name: "samples", label: "samples" },
      { name: "pairs", label: "pairs" },
      { name: "length", label: "mean drag [px]", digits: 1 },
      { name: "odd", label: "odd" },
      { name: "unusable", label: "unusable" },
    ],
    rows: [...categories.map(([name, own]) => rowOf(name, own!)), rowOf("all", samples)],
  };
}

async function check(folder: string, flags: DatasetFlags): Promise<void> {
  const { layout, samples } = await openDataset(folder, flags);
  print(`${layout.title}, ${samples.length} samples\n`);
  const checked: CheckedSample[] = [];
  for (const sample of samples) {
    const result = await checkSample(sample);
    for (const { severity, words } of result.findings) print(`${result.name}: ${severity}: ${words}`);
    checked.push(result);
  }
  if (checked.some(({ findings }) => findings.length > 0)) print("");
  print(alignedTable(textTable(countsOf(checked))));
  const bad = checked.filter(isUnusable).length;
  if (bad > 0) throw new Error(`${bad} of ${checked.length} samples cannot be used.`);
}

interface SheetFlags extends DatasetFlags {
  readonly out: string;
  readonly columns: number;
  readonly size: number;
}

/** A sample as a sheet shows it, or `undefined` with a word about why where it cannot be read. */
async function sheetSample({ name, category, read }: DatasetSample): Promise<SheetSample | undefined> {
  try {
    const sample = await read();
    const { prompt, points } = sample;
    const pairs = points.length === 1 ? "1 pair" : `${points.length} pairs`;
    return {
      ...sample,
      label: name.split("/").at(-1)!,
      detail: `${category}: ${prompt?.trim() || pairs}`,
      picture: await readPicture(sample),
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
  const shown: SheetSample[] = [];
  for (const sample of samples) {
    const read = await sheetSample(sample);
    if (read) shown.push(read);
  }
  const svg = datasetSheet(shown, { columns, size, title: `${layout.title}: ${shown.length} samples` });
  const isPng = out.toLowerCase().endsWith(".png");
  await writeOutput(out, isPng ? renderPng(svg, { scale: 2 }) : new TextEncoder().encode(svg));
}

/** `dataset check DIR` and `dataset sheet DIR`. */
export const datasetCommand = (): Command =>
  new Command("dataset")
    .description("look at a dataset of drags in one of the published layouts")
    .addCommand(
      withLayout(new Command("check"))
        .description(
          "say what is missing or odd, sample by sample, and count; status 1 where a sample cannot be used",
        )
        .action(check),
    )
    .addCommand(
      withLayout(new Command("sheet"))
        .description("draw all samples with their points and masks on one sheet")
        .requiredOption("--out <file>", "X.png or X.svg")
        .option("--columns <n>", "pictures per row", wholeNumber(1), 4)
        .option("--size <px>", "pixels of a picture's longer side", wholeNumber(16), 200)
        .action(sheet),
    );
