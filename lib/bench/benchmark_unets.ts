import { type UnetResult } from "./bench_result.ts";
import { measureApart } from "./measure_apart.ts";
import { type OfficialProgram } from "./official_program.ts";
import { checkOfficialUnet, timeOfficialUnet } from "./official_unet.ts";
import { randomModel } from "./random_model.ts";
import { type MeasureSettings } from "./measure_first_step.ts";
import { type UnetCase } from "./unet_cases.ts";
import { UNET_COST } from "./unet_cost.ts";

/** How U-Nets are timed. */
export interface UnetBenchmarkSettings extends MeasureSettings {
  /** DragDiffusion's own program to compare with, where there is one. */
  readonly official?: OfficialProgram | undefined;
  /** Stops the benchmark after the measurement that is running (default: nothing does). */
  readonly signal?: AbortSignal;
  /** Hears what takes a while. */
  readonly note: (text: string) => void;
}

async function measureCase(benchCase: UnetCase, settings: UnetBenchmarkSettings): Promise<UnetResult> {
  const { official, signal, note, ...others } = settings;
  const folder = await randomModel(benchCase.size, note);
  const job = { ...others, case: benchCase, folder };
  const cost = await measureApart("unet", job, UNET_COST, `The step of ${benchCase.name}`);
  const ours = { case: benchCase, cost };
  if (!official || benchCase.checkpoint) return ours;
  signal?.throwIfAborted();
  const steps = settings.rounds + 1;
  return { ...ours, official: await timeOfficialUnet(official, benchCase, folder, steps, settings) };
}

/**
 * Times the drag steps of DragDiffusion on U-Nets of random weights, one after the other and each in a process of its
 * own.
 *
 * @throws {InputError} when there is no such program to compare with.
 * @throws {Error} when a measurement fails, and the reason of the signal when it is aborted.
 */
export async function* benchmarkUnets(
  cases: readonly UnetCase[],
  settings: UnetBenchmarkSettings,
): AsyncGenerator<UnetResult, void, void> {
  if (settings.official && cases.length > 0) await checkOfficialUnet(settings.official);
  for (const benchCase of cases) {
    settings.signal?.throwIfAborted();
    yield await measureCase(benchCase, settings);
  }
}
