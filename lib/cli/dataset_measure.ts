import { Command, InvalidArgumentError } from "commander";
import { basename } from "node:path";
import { openDataset } from "../datasets/open_dataset.ts";
import { type DatasetSample, readPicture } from "../datasets/sample.ts";
import { pictureTensor } from "../edit/picture_tensor.ts";
import { InputError } from "../errors.ts";
import { writeFile } from "../hub/write_file.ts";
import { tableCsv, tableMarkdown } from "../lab/tables/table_text.ts";
import { type MeasuredEdit } from "../metrics/edit_averages.ts";
import { type EditMeasures, type EditNumbers, measureEdits } from "../metrics/measure_edits.ts";
import { openRuntime } from "../runtime/runtime.ts";
import { type Tensor } from "../tensor.ts";
import { openBar } from "./bar.ts";
import { checkOutput } from "./batch.ts";
import { type DatasetFlags, withDataset } from "./dataset_options.ts";
import { type MeasureChoice, openMeasures, withMeasureChoice } from "./edit_measures.ts";
import { checkMeasurable, readResult, type Results } from "./dataset_results.ts";
import { editTable, editTableText } from "./edit_table.ts";
import { type RuntimeFlags, withRuntimeOptions } from "./options.ts";
import { note, print } from "./terminal.ts";

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
    pictures.set(method, await readResult(folder, name));
  }
  return await measureEdits(measures, sample, before, pictures);
}

/** An error of a sample, with its name before what it says. */
function named(name: string, error: Error): Error {
  const [message, options] = [`${name}: ${error.message}`, { cause: error }];
  return error instanceof InputError ? new InputError(message, options) : new Error(message, options);
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
    const measuring = measured(measures, sample, results).catch((error) => {
      throw named(sample.name, error);
    });
    for (const [method, numbers] of await measuring) {
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
  await checkMeasurable(samples, results);
  await using runtime = await openRuntime({ ...flags, keep: 4 });
  const { measures, measuredBy } = await openMeasures(flags, runtime);
  const edits = await measureAll(measures, samples, results);
  const table = editTable(edits, measuredBy);
  print(editTableText(table));
  if (out === undefined) return;
  const text = out.toLowerCase().endsWith(".csv") ? tableCsv(table) : tableMarkdown(table);
  await writeFile(out, text);
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
