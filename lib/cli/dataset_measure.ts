import { Command, InvalidArgumentError } from "commander";
import { basename, join } from "node:path";
import { openDataset } from "../datasets/open_dataset.ts";
import { type DatasetSample, readPicture } from "../datasets/sample.ts";
import { pictureTensor } from "../edit/picture_tensor.ts";
import { inFile, InputError } from "../errors.ts";
import { decodeImage } from "../formats/image.ts";
import { isThere } from "../hub/is_there.ts";
import { readInputFile } from "../hub/read_file.ts";
import { tableCsv, tableMarkdown } from "../lab/tables/table_text.ts";
import { type MeasuredEdit } from "../metrics/edit_averages.ts";
import { type EditMeasures, type EditNumbers, measureEdits } from "../metrics/measure_edits.ts";
import { openRuntime } from "../runtime/runtime.ts";
import { type Tensor } from "../tensor.ts";
import { openBar } from "./bar.ts";
import { checkOutput, writeOutput } from "./batch.ts";
import { type DatasetFlags, withDataset } from "./dataset_options.ts";
import { type MeasureChoice, openMeasures, withMeasureChoice } from "./edit_measures.ts";
import { editTable, editTableText } from "./edit_table.ts";
import { type RuntimeFlags, withRuntimeOptions } from "./options.ts";
import { note, print } from "./terminal.ts";

/** Folders of results by the method's name. */
type Results = ReadonlyMap<string, string>;

interface MeasureFlags extends DatasetFlags, MeasureChoice, RuntimeFlags {
  readonly results?: Results;
  readonly out?: string;
}

/** Adds `NAME=DIR`, or `DIR`, whose name is the method's. */
function withResult(text: string, earlier: Results = new Map()): Results {
  const at = text.indexOf("=");
  const [name, folder] = at < 0 ? [basename(text), text] : [text.slice(0, at), text.slice(at + 1)];
  if (name === "" || folder === "" || earlier.has(name)) {
    throw new InvalidArgumentError(`Expected NAME=DIR, each with another name, but found "${text}".`);
  }
  return new Map([...earlier, [name, folder]]);
}

async function readTensor(path: string): Promise<Tensor> {
  const bytes = await readInputFile(path, "a result");
  return inFile(path, () => pictureTensor(decodeImage(bytes)));
}

/** Where a method's result of a sample is. */
const resultPath = (folder: string, name: string): string => join(folder, name, "dragged_image.png");

/** Says what is missing before anything is computed. */
async function checkResults(samples: readonly DatasetSample[], results: Results): Promise<void> {
  for (const folder of results.values()) {
    for (const { name } of samples) {
      const path = resultPath(folder, name);
      if (!await isThere(path)) throw new InputError(`Expected a result at ${path} but found nothing there.`);
    }
  }
}

/** The numbers of one sample, for each method and for no edit. */
async function measured(
  measures: EditMeasures,
  { name, read }: DatasetSample,
  results: Results,
): Promise<ReadonlyMap<string, EditNumbers>> {
  const sample = await read();
  const before = pictureTensor(await readPicture(sample));
  const pictures = new Map<string, Tensor>();
  for (const [method, folder] of results) {
    pictures.set(method, await readTensor(resultPath(folder, name)));
  }
  return await measureEdits(measures, sample, before, pictures);
}

/** Progress on standard error: a bar on a terminal, else a line for each sample. */
function sampleProgress(total: number): Disposable & { readonly show: (done: number, name: string) => void } {
  const bar = Deno.stderr.isTerminal() ? openBar("measure", total, 0, "", " samples") : undefined;
  return {
    show: (done, name) => bar ? bar.update(done, name) : note(`measured ${done}/${total}: ${name}`),
    [Symbol.dispose]: () => bar?.[Symbol.dispose](),
  };
}

/** Measures sample by sample: the edits of each method. */
async function measureAll(
  measures: EditMeasures,
  samples: readonly DatasetSample[],
  results: Results,
): Promise<ReadonlyMap<string, readonly MeasuredEdit[]>> {
  using progress = sampleProgress(samples.length);
  const edits = new Map<string, MeasuredEdit[]>();
  for (const [i, sample] of samples.entries()) {
    for (const [method, numbers] of await measured(measures, sample, results)) {
      edits.set(method, [...edits.get(method) ?? [], { category: sample.category, numbers }]);
    }
    progress.show(i + 1, sample.name);
  }
  return edits;
}

async function measure(folder: string, flags: MeasureFlags): Promise<void> {
  const { results = new Map(), out } = flags;
  if (out !== undefined) await checkOutput(out, [".csv", ".md"]);
  const { samples } = await openDataset(folder, flags);
  await checkResults(samples, results);
  await using runtime = await openRuntime({ ...flags, keep: 4 });
  const { measures, measuredBy } = await openMeasures(flags, runtime);
  const edits = await measureAll(measures, samples, results);
  const table = editTable(edits, measuredBy);
  print(editTableText(table));
  if (out === undefined) return;
  const text = out.toLowerCase().endsWith(".csv") ? tableCsv(table) : tableMarkdown(table);
  await writeOutput(out, new TextEncoder().encode(text));
}

/** `dataset measure DIR --results NAME=DIR`. */
export const datasetMeasureCommand = (): Command =>
  withRuntimeOptions(
    withMeasureChoice(withDataset(new Command("measure")))
      .description("measure edited pictures as DragBench and its successors do, beside no edit at all")
      .option(
        "--results <name=dir>",
        "a method's name and the folder of its results, DIR/SAMPLE/dragged_image.png; may be given several times " +
          "(default: no edit only)",
        withResult,
      )
      .option("--out <file>", "X.csv or X.md with the table (default: it is printed only)"),
  ).action(measure);
