import { Command } from "commander";
import { type StepTimes, timeStep } from "../bench/step_benchmark.ts";
import { type Generator } from "../generators/generator.ts";
import { openModel } from "../generators/load.ts";
import { stylegan2 } from "../generators/stylegan2/generator.ts";
import { randomStylegan2 } from "../generators/stylegan2/random_weights.ts";
import { chooseProvider } from "../runtime/providers.ts";
import { openRuntime } from "../runtime/runtime.ts";
import { checkOutput, writeOutput } from "./batch.ts";
import { type RuntimeFlags, wholeNumber, withRuntimeOptions } from "./options.ts";
import { note, print, table } from "./terminal.ts";
import { VERSIONS } from "./versions.ts";

interface BenchFlags extends RuntimeFlags {
  readonly rounds: number;
  readonly json?: string;
}

/** What is timed: the default model, and StyleGAN2 of random weights, as its speed does not depend on them. */
const MODELS: readonly (readonly [string, () => Promise<Generator>])[] = [
  ["progan-128", async (): Promise<Generator> => (await openModel()).generator],
  ...([[256, 16384], [512, 32768]] as const).map(([resolution, channelBase]) =>
    [
      `stylegan2-${resolution}`,
      (): Promise<Generator> => Promise.resolve(stylegan2(randomStylegan2({ resolution, channelBase }))),
    ] as const
  ),
];

const HEADER = [
  "model",
  "forward s",
  "step s",
  "bare s",
  "step/forward",
  "step/bare",
  "step GFLOP/s",
  "bare GFLOP/s",
];

const rowOf = ({ model, forward, step, bare, gflop }: StepTimes): string[] => [
  model,
  ...[forward, step, bare].map((seconds) => seconds.toFixed(4)),
  ...[step / forward, step / bare].map((ratio) => ratio.toFixed(2)),
  ...[gflop / step, gflop / bare].map((speed) => speed.toFixed(0)),
];

async function run({ rounds, json, ...flags }: BenchFlags): Promise<void> {
  if (json !== undefined) await checkOutput(json, [".json"]);
  const times: StepTimes[] = [];
  const provider = await chooseProvider(flags.provider);
  for (const [name, open] of MODELS) {
    note(`timing ${name} on ${provider}`);
    await using runtime = await openRuntime({ ...flags, provider });
    times.push(await timeStep(runtime, name, await open(), rounds));
  }
  print(table([HEADER, ...times.map(rowOf)], HEADER.map((_, i) => i).slice(1)));
  if (json === undefined) return;
  const result = { versions: VERSIONS, ...flags, provider, rounds, times };
  await writeOutput(json, new TextEncoder().encode(`${JSON.stringify(result, undefined, 2)}\n`));
}

/** `bench`. */
export const benchCommand = (): Command =>
  withRuntimeOptions(
    new Command("bench")
      .description(
        "time a StableDrag step with one handle: forward pass to the feature layer, the whole step, and the bare " +
          "convolutions of its graph; the best of some rounds",
      )
      .option("--rounds <n>", "how often each is timed", wholeNumber(1), 5)
      .option("--json <file>", "write the numbers to a file, too (default: none)"),
  ).action(run);
