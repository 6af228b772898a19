import { Command, Option } from "commander";
import { type BenchResult, parseBenchResult } from "../bench/bench_result.ts";
import { type BenchCase, chooseCases } from "../bench/cases.ts";
import { photographTable } from "../bench/photograph_table.ts";
import { profileTable } from "../bench/profile_table.ts";
import { type Rows } from "../bench/rows.ts";
import { runCases, type RunSettings } from "../bench/run_cases.ts";
import { stepCost } from "../bench/step_cost_figure.ts";
import { costTable } from "../bench/tables.ts";
import { unetTable } from "../bench/unet_table.ts";
import { inFile } from "../errors.ts";
import { type ProfileRow } from "../bench/profile.ts";
import { readInputFile } from "../hub/read_file.ts";
import { writeFile } from "../hub/write_file.ts";
import { alignedRows } from "../lab/tables/text_table.ts";
import { chooseProvider } from "../runtime/providers.ts";
import { checkOutput } from "./batch.ts";
import { Interrupted } from "./exit_status.ts";
import { listenForInterrupt } from "./interruption.ts";
import { type RuntimeFlags, wholeNumber, withRuntimeOptions } from "./options.ts";
import { note, print } from "./terminal.ts";
import { VERSIONS } from "./versions.ts";
import { writeFigure } from "./write_figure.ts";

interface BenchFlags extends RuntimeFlags {
  readonly cases?: string;
  readonly rounds: number;
  readonly profile: boolean;
  readonly explain: boolean;
  readonly official?: string;
  readonly officialDiffusion?: string;
  readonly python: string;
  readonly from?: string;
  readonly json?: string;
  readonly figure?: string;
}

/** Short steps are run for so long. */
const SECONDS = 1;

/** Settings of a run on a provider that is known to work. */
function settingsOf(flags: BenchFlags, provider: RunSettings["provider"], signal: AbortSignal): RunSettings {
  const { rounds, profile, explain, threads, official, officialDiffusion, python } = flags;
  const program = (checkout: string): { checkout: string; python: string } => ({ checkout, python });
  return {
    ...{ provider, threads, rounds, seconds: SECONDS, profile, explain, signal, note },
    ...(official === undefined ? {} : { official: program(official) }),
    ...(officialDiffusion === undefined ? {} : { officialDiffusion: program(officialDiffusion) }),
  };
}

async function timeCases(flags: BenchFlags): Promise<BenchResult> {
  const { rounds, threads } = flags;
  const chosen: readonly BenchCase[] = chooseCases(flags.cases);
  const provider = await chooseProvider(flags.provider);
  using interrupt = listenForInterrupt();
  note(`timing ${chosen.length} cases on ${provider}`);
  try {
    const results = await runCases(chosen, settingsOf(flags, provider, interrupt.signal));
    const processors = navigator.hardwareConcurrency;
    return { versions: VERSIONS, provider, threads, processors, rounds, ...results };
  } catch (error) {
    throw interrupt.signal.aborted ? new Interrupted("Interrupted; nothing was written.") : error;
  }
}

async function readResult(path: string): Promise<BenchResult> {
  const bytes = await readInputFile(path, "a result of bench");
  return inFile(path, () => parseBenchResult(new TextDecoder().decode(bytes)));
}

const printTable = (rows: Rows): void => print(alignedRows(rows, rows[0]!.map((_, i) => i).slice(1)));

function printProfile(
  name: string,
  profiles: Readonly<Record<string, readonly ProfileRow[] | undefined>>,
): void {
  const known = Object.entries(profiles).flatMap(([way, rows]) => (rows ? [[way, rows] as const] : []));
  if (known.length === 0) return;
  print(`${name}, fastest run`);
  printTable(profileTable(Object.fromEntries(known)));
  print("");
}

function printResult({ cases, unets, photographs }: BenchResult): void {
  for (const { case: { name }, windowed, fullFrame } of cases) {
    if (windowed.explanation !== undefined) print(`${name}\n${windowed.explanation}\n`);
    printProfile(name, { windowed: windowed.profile, "full frame": fullFrame.profile });
  }
  for (const { case: { name }, cost: { step } } of unets) printProfile(name, { step: step.profile });
  const tables = [
    ...(cases.length > 0 ? [costTable(cases)] : []),
    ...(unets.length > 0 ? [unetTable(unets)] : []),
    ...(photographs.length > 0 ? [photographTable(photographs)] : []),
  ];
  tables.forEach((rows, i) => {
    if (i > 0) print("");
    printTable(rows);
  });
}

async function run(flags: BenchFlags): Promise<void> {
  const { from, json, figure } = flags;
  if (json !== undefined) await checkOutput(json, [".json"], "--json");
  if (figure !== undefined) await checkOutput(figure, [".svg", ".png"], "--figure");
  const result = from === undefined ? await timeCases(flags) : await readResult(from);
  printResult(result);
  if (json !== undefined) {
    await writeFile(json, `${JSON.stringify(result, undefined, 2)}\n`);
  }
  if (figure !== undefined) await writeFigure(figure, stepCost(result));
}

/** What only a timing has a use for. */
const TIMING_FLAGS = [
  ...["cases", "rounds", "profile", "explain", "official", "officialDiffusion", "python"],
  ...["provider", "threads"],
];

/** `bench`. */
export const benchCommand = (): Command =>
  withRuntimeOptions(
    new Command("bench")
      .description(
        "time steps of StableDrag on GANs over resolutions, numbers of handles and masks: windowed, with the whole " +
          "feature map, and the bare convolutions of both; and of DragDiffusion on U-Nets, with the forward pass and " +
          "the bare products; each in a process of its own; the best of some rounds",
      )
      .option(
        "--cases <list>",
        "names or regular expressions of cases, with commas between them (default: all but sd15, which are of " +
          "Stable Diffusion 1.5's size and take minutes and 2.4 to 6 GB each)",
      ),
  )
    .option("--rounds <n>", "how often everything is timed at least", wholeNumber(1), 3)
    .option("--profile", "print the time that each kind of operator takes in a step", false)
    .option("--explain", "print why the steps are computed as they are", false)
    .option("--official <dir>", "time this checkout of DragGAN, too, on the same weights (default: none)")
    .option(
      "--official-diffusion <dir>",
      "time this checkout of DragDiffusion, too, on the same weights (default: none)",
    )
    .option("--python <exe>", "a Python with PyTorch for --official, and diffusers for the other", "python3")
    .addOption(
      new Option("--from <file>", "read the numbers of an earlier --json, and time nothing (default: none)")
        .conflicts(TIMING_FLAGS),
    )
    .option("--json <file>", "write the numbers to a file, too (default: none)")
    .option("--figure <file>", "draw them, as .svg or .png (default: none)")
    .action(run);
