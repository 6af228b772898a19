import { type Experiment, type Lab } from "../../lib/lab/experiment.ts";
import { type TaskProgress } from "../../lib/lab/run/run_tasks.ts";
import { openRun } from "../../lib/lab/run/open_run.ts";
import { type ListedTask } from "../../lib/lab/run/manifest.ts";
import { type Shard } from "../../lib/lab/run/shard.ts";

/** What a {@linkcode fakeExperiment} is like. */
export interface Fake {
  readonly name?: string;
  readonly measure?: string;
  readonly version?: number;
  /** A setting that all tasks share. */
  readonly factor?: number;
  /** A setting of the second half of the tasks. */
  readonly power?: number;
  /** Whether the tasks keep files by their columns. */
  readonly keepsFiles?: boolean;
  /** Called before each task; may throw. */
  readonly before?: (setting: string, seed: number) => void;
}

/** An experiment that takes no time: two settings, whose rows are made of the seed. */
export const fakeExperiment = (
  { name = "fake", measure, version = 1, factor = 2, power = 2, keepsFiles = false, before = (): void => {} }:
    Fake = {},
): Experiment => ({
  name,
  ...(measure === undefined ? {} : { measure }),
  version,
  title: "A fake",
  pairs: 3,
  plan: (_, seeds) =>
    Promise.resolve({
      settings: { factor },
      keepsFiles,
      tasks: ["plain", "squared"].flatMap((setting) =>
        seeds.map((seed) => ({
          columns: { setting, seed },
          settings: { power: setting === "plain" ? 1 : power },
          run: () => {
            before(setting, seed);
            const value = factor * (setting === "plain" ? seed + 0.1 : (seed + 0.1) ** 2);
            return Promise.resolve({
              row: { value, sign: "+", odd: seed % 2 ? 1 : null },
              seconds: { made: Math.random() },
            });
          },
        }))
      ),
    }),
  analyse: (rows) => ({
    tables: {
      [name]: {
        columns: ["setting", "seed", "value"].map((column) => ({ name: column, label: column, digits: 2 })),
        rows: rows.map(({ setting, seed, value }) => [setting!, seed!, value!]),
      },
    },
    figures: {},
  }),
});

/** What fakes need of a laboratory. */
export const FAKE_LAB = { environment: { threads: 1 } } as unknown as Lab;

/** What {@linkcode runFake} is told. */
export interface FakeRun {
  readonly seeds?: readonly number[];
  readonly shard?: Shard;
  readonly signal?: AbortSignal;
}

/** Runs an experiment in a folder; what it told, and what is missing then. */
export async function runFake(
  experiment: Experiment,
  folder: string,
  { seeds = [0, 1, 2], ...options }: FakeRun = {},
): Promise<{ readonly told: readonly TaskProgress[]; readonly missing: readonly ListedTask[] }> {
  const run = await openRun(experiment, FAKE_LAB, folder, seeds);
  const told = await Array.fromAsync(run.runTasks(options));
  return { told, missing: await run.gather() };
}

/** The files of a folder that are the same whenever it is made again, by name. */
export function equalFiles(folder: string): Record<string, string> {
  const names = [...Deno.readDirSync(folder)].filter(({ isFile }) => isFile).map(({ name }) => name);
  return Object.fromEntries(
    names.filter((name) => !/^(timings|seconds)\./.test(name)).sort().map((
      name,
    ) => [name, Deno.readFileSync(`${folder}/${name}`).toBase64()]),
  );
}
