import { Command } from "commander";
import { type CheckedSample, checkSample } from "../datasets/check_sample.ts";
import { openDataset } from "../datasets/open_dataset.ts";
import { distance } from "../drag/points.ts";
import { type Table } from "../lab/tables/table.ts";
import { alignedTable, textTable } from "../lab/tables/text_table.ts";
import { mean } from "../metrics/bootstrap.ts";
import { type DatasetFlags, withDataset } from "./dataset_options.ts";
import { print } from "./terminal.ts";

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

/** `dataset check DIR`. */
export const datasetCheckCommand = (): Command =>
  withDataset(new Command("check"))
    .description(
      "say what is missing or odd, sample by sample, and count; status 1 where a sample cannot be used",
    )
    .action(check);
