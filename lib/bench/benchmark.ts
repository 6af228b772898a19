import { type GanCase } from "./gan_cases.ts";
import { type GanResult } from "./bench_result.ts";
import { measureApart } from "./measure_apart.ts";
import { checkOfficial, timeOfficial } from "./official.ts";
import { type OfficialProgram } from "./official_program.ts";
import { STEP_COST } from "./step_cost.ts";
import { type MeasureSettings } from "./measure_first_step.ts";
import { writeWeights } from "./weights_file.ts";

/** How a benchmark is run. */
export interface BenchmarkSettings extends MeasureSettings {
  /** Other people's program to compare with, where there is one; it knows StyleGAN2 only. */
  readonly official?: OfficialProgram | undefined;
  /** Stops the benchmark after the measurement that is running (default: nothing does). */
  readonly signal?: AbortSignal;
}

async function measureCase(
  benchCase: GanCase,
  weights: string | undefined,
  { official, signal, ...settings }: BenchmarkSettings,
): Promise<GanResult> {
  const measure = async (fullFrame: boolean): Promise<GanResult["windowed"]> => {
    signal?.throwIfAborted();
    const what = `The ${fullFrame ? "full-frame" : "windowed"} step of ${benchCase.name}`;
    return await measureApart("step", { ...settings, case: benchCase, weights, fullFrame }, STEP_COST, what);
  };
  const ours = { case: benchCase, windowed: await measure(false), fullFrame: await measure(true) };
  if (!official || weights === undefined) return ours;
  signal?.throwIfAborted();
  const steps = settings.rounds + 1;
  return { ...ours, official: await timeOfficial(official, benchCase, weights, steps, settings) };
}

/**
 * Times the drag steps of cases on GANs, one after the other and each in a process of its own, since sessions of one process
 * disturb each other even when idle.
 *
 * @throws {InputError} when there is no such program to compare with.
 * @throws {Error} when a measurement fails, and the reason of the signal when it is aborted.
 */
export async function* benchmark(
  cases: readonly GanCase[],
  settings: BenchmarkSettings,
): AsyncGenerator<GanResult, void, void> {
  if (settings.official && cases.length > 0) await checkOfficial(settings.official);
  const folder = await Deno.makeTempDir({ prefix: "stabledrag-bench-" });
  try {
    for (const benchCase of cases) {
      yield await measureCase(benchCase, await writeWeights(benchCase, folder), settings);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
