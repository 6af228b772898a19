import { Command, Option } from "commander";
import { join } from "node:path";
import { runProgram } from "../../bench/run_program.ts";
import { InputError } from "../../errors.ts";
import { writeAtomically } from "../../hub/write_atomically.ts";
import { writing } from "../../hub/writing.ts";
import { type Experiment } from "../../lab/experiment.ts";
import { seedsOf } from "../../lab/run/seeds.ts";
import { type EngineJob } from "../../sweep/engine_job.ts";
import { kubernetesJob } from "../../sweep/kubernetes_job.ts";
import { sbatchScript } from "../../sweep/sbatch_script.ts";
import { wholeNumber } from "../options.ts";
import { note, print } from "../terminal.ts";
import { sweepable, type Sweepables } from "./sweepable.ts";
import {
  type SweepFlags,
  sweepFolder,
  sweepWords,
  withSweepOptions,
  WORKER_MEMORY,
} from "./sweep_options.ts";

interface SubmitFlags extends SweepFlags {
  readonly engine: "slurm" | "k8s";
  readonly tasks: number;
  readonly parallel?: number;
  readonly memory: number;
  readonly command?: string;
  readonly to?: string;
  readonly sbatch?: readonly string[];
  readonly now: boolean;
  readonly image?: string;
  readonly volume?: string;
  readonly mount: string;
}

const wordsOf = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== "");

/** The words that start a worker: before them those that start this program, behind them what it sweeps. */
const workerWords = (program: string, name: string, out: string, flags: SubmitFlags): readonly string[] => [
  ...wordsOf(flags.command ?? program),
  "work",
  ...sweepWords(name, out, flags),
  "--shards",
  String(flags.tasks),
];

/** What both engines are told. */
const commonOf = (
  { name }: Experiment,
  { tasks, parallel, memory, threads }: SubmitFlags,
): Omit<EngineJob, "command"> => ({
  name: `sweep-${name}`,
  tasks,
  ...(parallel === undefined ? {} : { parallel }),
  memory,
  processors: Math.max(1, threads),
});

function slurmFile(experiment: Experiment, flags: SubmitFlags): string {
  const out = flags.out ?? sweepFolder(experiment);
  const program = `npx -y deno@${Deno.version.deno} task sweep`;
  return sbatchScript({
    ...commonOf(experiment, flags),
    command: workerWords(program, experiment.name, out, flags),
    logs: join(out, "logs"),
    ...(flags.sbatch ? { options: flags.sbatch } : {}),
  });
}

function kubernetesFile(experiment: Experiment, flags: SubmitFlags): string {
  const { image, volume, mount } = flags;
  if (image === undefined || volume === undefined) {
    throw new InputError("Expected --image and --volume for Kubernetes but found not both of them.");
  }
  const out = flags.out ?? join(mount, experiment.measure ?? "", experiment.name);
  return kubernetesJob({
    ...commonOf(experiment, flags),
    command: workerWords("deno task sweep", experiment.name, out, flags),
    image,
    volume: { claim: volume, path: mount },
  });
}

async function submit(experiment: Experiment, flags: SubmitFlags): Promise<void> {
  seedsOf(flags.seeds, flags.pairs, experiment.pairs);
  const { engine, to, now } = flags;
  if (now && (engine !== "slurm" || to === undefined)) {
    throw new InputError("Expected --now with Slurm and with a file, --to, but found it without.");
  }
  const file = engine === "slurm" ? slurmFile(experiment, flags) : kubernetesFile(experiment, flags);
  if (to === undefined) return print(file.trimEnd());
  await writing(to, () => writeAtomically(to, file));
  if (now) return print((await runProgram("sbatch", [to], "sbatch")).trim());
  note(`${to} is there: ${engine === "slurm" ? "sbatch" : "kubectl create -f"} ${to} submits it.`);
}

const ENGINES: readonly Option[] = [
  new Option("--sbatch <option...>", "Slurm: more options, such as --sbatch=--partition=gpu (default: none)"),
  new Option("--now", "Slurm: submit the file too").default(false),
  new Option("--image <name>", "Kubernetes: image of the container (default: none)"),
  new Option("--volume <claim>", "Kubernetes: claim of the volume for the results (default: none)"),
  new Option("--mount <path>", "Kubernetes: where the volume is in the container; --out is below it")
    .default("/sweeps"),
];

/** `sweep submit NAME`: the file that makes an engine run the workers. */
export const submitCommand = (sweepables: Sweepables): Command =>
  ENGINES.reduce(
    (command, option) => command.addOption(option),
    withSweepOptions(
      new Command("submit").description(
        "write what Slurm's sbatch or Kubernetes' kubectl submits to run a sweep; each task of the array is a worker",
      ),
      sweepables,
    )
      .addOption(
        new Option("--engine <name>", "what runs it").choices(["slurm", "k8s"]).makeOptionMandatory(),
      )
      .option("--tasks <n>", "tasks of the array, each of which runs one shard", wholeNumber(1), 16)
      .option("--parallel <n>", "how many run at a time at most (default: as many as can)", wholeNumber(1))
      .option("--memory <MiB>", "memory of one", wholeNumber(1), WORKER_MEMORY)
      .option(
        "--command <words>",
        "how a worker starts this program (default: npx -y deno@VERSION task sweep; Kubernetes: deno task sweep)",
      )
      .option("--to <file>", "where to write (default: standard output)"),
  ).action((name: string, flags: SubmitFlags): Promise<void> =>
    submit(sweepable(sweepables, name, flags.measure), flags)
  );
