import { Command, Option } from "commander";
import { join, posix } from "node:path";
import { InputError } from "../../errors.ts";
import { checkFileWritable } from "../../hub/check_writable.ts";
import { writeFile } from "../../hub/write_file.ts";
import { type SavedExperiment } from "../../lab/experiment.ts";
import { runProgram } from "../../run_program.ts";
import { type EngineJob } from "../../sweep/engine_job.ts";
import { kubernetesJob } from "../../sweep/kubernetes_job.ts";
import { sbatchScript } from "../../sweep/sbatch_script.ts";
import { wholeNumber } from "../options.ts";
import { note, print } from "../terminal.ts";
import { type Sweepables } from "./sweepable.ts";
import { type SweepFlags, type SweepTarget } from "./sweep_target.ts";
import { withSweepable } from "./sweep_options.ts";
import { WORKER_MEMORY } from "./worker_memory.ts";

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

function wordsOf(text: string): readonly string[] {
  const words = text.split(/\s+/).filter((word) => word !== "");
  if (words.length > 0) return words;
  throw new InputError("--command: Expected the words that start this program but found none.");
}

/** The words that start a worker: before them those that start this program, behind them what it sweeps. */
const workerWords = (
  program: string,
  { words }: SweepTarget,
  folder: string,
  { command, tasks }: SubmitFlags,
): readonly string[] => [
  ...wordsOf(command ?? program),
  "work",
  ...words(folder),
  "--shards",
  String(tasks),
];

/** What both engines are told. */
const commonOf = (
  { experiment: { name } }: SweepTarget,
  { tasks, parallel, memory, threads }: SubmitFlags,
): Omit<EngineJob, "command"> => ({
  name: `sweep-${name}`,
  tasks,
  ...(parallel === undefined ? {} : { parallel }),
  memory,
  processors: Math.max(1, threads),
});

function slurmFile(target: SweepTarget, flags: SubmitFlags): string {
  const program = `npx -y deno@${Deno.version.deno} task sweep`;
  return sbatchScript({
    ...commonOf(target, flags),
    command: workerWords(program, target, target.folder, flags),
    logs: join(target.folder, "logs"),
    ...(flags.sbatch ? { options: flags.sbatch } : {}),
  });
}

/** Where the results are in the container: on the volume, as elsewhere they would be lost with it. */
function folderOnVolume({ measure = "", name }: SavedExperiment, { out, mount }: SubmitFlags): string {
  if (!posix.isAbsolute(mount)) {
    throw new InputError(`--mount: Expected an absolute path but found ${mount}.`);
  }
  const folder = posix.resolve(mount, out ?? posix.join(measure, name));
  const inside = posix.relative(mount, folder);
  if (inside !== ".." && !inside.startsWith("../")) return folder;
  throw new InputError(`--out: Expected a folder below --mount, ${mount}, but found ${out}.`);
}

function kubernetesFile(target: SweepTarget, flags: SubmitFlags): string {
  const { image, volume, mount } = flags;
  if (image === undefined || volume === undefined) {
    throw new InputError("Expected --image and --volume for Kubernetes but found not both of them.");
  }
  const folder = folderOnVolume(target.experiment, flags);
  return kubernetesJob({
    ...commonOf(target, flags),
    command: workerWords("deno task sweep", target, folder, flags),
    image,
    volume: { claim: volume, path: mount },
  });
}

async function submit(target: SweepTarget, flags: SubmitFlags): Promise<void> {
  const { engine, to, now } = flags;
  if (now && (engine !== "slurm" || to === undefined)) {
    throw new InputError("Expected --now with Slurm and with a file, --to, but found it without.");
  }
  if (to !== undefined) await checkFileWritable(to);
  const file = engine === "slurm" ? slurmFile(target, flags) : kubernetesFile(target, flags);
  if (to === undefined) return print(file.trimEnd());
  await writeFile(to, file);
  if (now) return print((await runProgram("sbatch", [to], "sbatch")).trim());
  note(`${to} is there: ${engine === "slurm" ? "sbatch" : "kubectl create -f"} ${to} submits it.`);
}

const ENGINES: readonly Option[] = [
  new Option("--sbatch <option...>", "Slurm: more options, such as --sbatch=--partition=gpu (default: none)"),
  new Option("--now", "Slurm: submit the file too").default(false),
  new Option("--image <name>", "Kubernetes: image of the container (default: none)"),
  new Option("--volume <claim>", "Kubernetes: claim of the volume for the results (default: none)"),
  new Option(
    "--mount <path>",
    "Kubernetes: where the volume is in the container; a relative --out is below it",
  )
    .default("/sweeps"),
];

/** `sweep submit NAME`: the file that makes an engine run the workers. */
export const submitCommand = (sweepables: Sweepables): Command =>
  withSweepable(
    ENGINES.reduce(
      (command, option) => command.addOption(option),
      new Command("submit").description(
        "write what Slurm's sbatch or Kubernetes' kubectl submits to run a sweep; each task of the array is a worker",
      ),
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
    sweepables,
    submit,
  );
