import { Command, Option } from "commander";
import { type BenchResult, type CaseResult, parseBenchResult } from "../bench/bench_result.ts";
import { benchmark, type BenchmarkSettings } from "../bench/benchmark.ts";
import { chooseCases } from "../bench/cases.ts";
import { costTable, profileTable, type Rows } from "../bench/tables.ts";
import { inFile } from "../errors.ts";
import { renderPng } from "../figures/raster.ts";
import { stepCost } from "../figures/step_cost.ts";
import { readInputFile } from "../hub/read_file.ts";
import { alignedRows } from "../lab/tables/text_table.ts";
import { chooseProvider } from "../runtime/providers.ts";
import { checkOutput, writeOutput } from "./batch.ts";
import { Interrupted } from "./exit_status.ts";
import { listenForInterrupt } from "./interruption.ts";
import { type RuntimeFlags, wholeNumber, withRuntimeOptions } from "./options.ts";
import { note, print } from "./terminal.ts";
import { VERSIONS } from "./versions.ts";

interface BenchFlags extends RuntimeFlags {
  readonly cases: string;
  readonly rounds: number;
  readonly profile: boolean;
  readonly explain: boolean;
  readonly official?: string;
  readonly python: string;
  readonly from?: string;
  readonly json?: string;
  readonly figure?: string;
}

/** Short steps are run for so long. */
const SECONDS = 1;

/** One line on a case that was timed. */
const summary = ({ case: { name }, windowed, fullFrame, official }: CaseResult): string =>
  [
    `${name}: windowed ${windowed.seconds.toFixed(3)} s`,
    `full frame ${fullFrame.seconds.toFixed(3)} s`,
    ...(official ? [`official ${official.seconds.toFixed(3)} s`] : []),
  ].join(", ");

async function timeCases(flags: BenchFlags): Promise<BenchResult> {
  const { rounds, profile, explain, threads, official, python } = flags;
  const chosen = chooseCases(flags.cases);
  const provider = await chooseProvider(flags.provider);
  using interrupt = listenForInterrupt();
  const settings: BenchmarkSettings = {
    ...{ provider, threads, rounds, seconds: SECONDS, profile, explain, signal: interrupt.signal },
    ...(official === undefined ? {} : { official: { checkout: official, python } }),
  };
  const cases: CaseResult[] = [];
  note(`timing ${chosen.length} cases on ${provider}`);
  try {
    for await (const result of benchmark(chosen, settings)) {
      note(`${cases.length + 1}/${chosen.length} ${summary(result)}`);
      cases.push(result);
    }
  } catch (error) {
    throw interrupt.signal.aborted ? new Interrupted("Interrupted; nothing was written.") : error;
  }
  const processors = navigator.hardwareConcurrency;
  return { versions: VERSIONS, provider, threads, processors, rounds, cases };
}

async function readResult(path: string): Promise<BenchResult> {
  const bytes = await readInputFile(path, "a result of bench");
  return inFile(path, () => parseBenchResult(new TextDecoder().decode(bytes)));
}

const printTable = (rows: Rows): void => print(alignedRows(rows, rows[0]!.map((_, i) => i).slice(1)));

function printResult({ cases }: BenchResult): void {
  for (const result of cases) {
    const { case: { name }, windowed } = result;
    if (windowed.explanation !== undefined) print(`${name}\n${windowed.explanation}\n`);
    if (windowed.profile) {
      print(`${name}, fastest run`);
      printTable(profileTable(result));
      print("");
    }
  }
  printTable(costTable(cases));
}

async function run(flags: BenchFlags): Promise<void> {
  const { from, json, figure } = flags;
  if (json !== undefined) await checkOutput(json, [".json"], "--json");
  if (figure !== undefined) await checkOutput(figure, [".svg", ".png"], "--figure");
  const result = from === undefined ? await timeCases(flags) : await readResult(from);
  printResult(result);
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  if (json !== undefined) await writeOutput(json, encode(`${JSON.stringify(result, undefined, 2)}\n`));
  if (figure === undefined) return;
  const svg = stepCost(result);
  await writeOutput(
    figure,
    figure.toLowerCase().endsWith(".svg") ? encode(svg) : renderPng(svg, { scale: 2 }),
  );
}

/** `bench`. */
export const benchCommand = (): Command =>
  withRuntimeOptions(
    new Command("bench")
      .description(
        "time a StableDrag step over resolutions, numbers of handles and masks: windowed, with the whole feature map, " +
          "and the bare convolutions of both, each in a process of its own; the best of some rounds",
      )
      .addOption(
        new Option("--cases <list>", "names or regular expressions of cases, with commas between them")
          .default(".", "all"),
      ),
  )
    .option("--rounds <n>", "how often everything is timed at least", wholeNumber(1), 3)
    .option("--profile", "print the time that each kind of operator takes in a step", false)
    .option("--explain", "print why the steps are computed as they are", false)
    .option("--official <dir>", "time this checkout of DragGAN, too, on the same weights (default: none)")
    .option("--python <exe>", "a Python with PyTorch for --official", "python3")
    .option("--from <file>", "read the numbers of an earlier --json, and time nothing (default: none)")
    .option("--json <file>", "write the numbers to a file, too (default: none)")
    .option("--figure <file>", "draw them, as .svg or .png (default: none)")
    .action(run);
