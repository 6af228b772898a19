import { type BenchResult, type GanResult, type PhotographResult, type UnetResult } from "./bench_result.ts";
import { benchmark, type BenchmarkSettings } from "./benchmark.ts";
import { benchmarkUnets } from "./benchmark_unets.ts";
import { type BenchCase } from "./cases.ts";
import { type OfficialProgram } from "./official_program.ts";
import { editPhotograph } from "./photograph.ts";
import { type PhotographCase } from "./photograph_cases.ts";
import { randomModel } from "./random_model.ts";
import { type UnetCase } from "./unet_cases.ts";

/** How cases are run, whatever their kind. */
export interface RunSettings extends BenchmarkSettings {
  /** DragDiffusion's own program, where there is one. */
  readonly officialDiffusion?: OfficialProgram | undefined;
  /** Hears of each case that is done, and of what takes a while. */
  readonly note: (text: string) => void;
}

/** One line on a case of a GAN that was timed. */
const ganSummary = ({ case: { name }, windowed, fullFrame, official }: GanResult): string =>
  [
    `${name}: windowed ${windowed.seconds.toFixed(3)} s`,
    `full frame ${fullFrame.seconds.toFixed(3)} s`,
    ...(official ? [`official ${official.seconds.toFixed(3)} s`] : []),
  ].join(", ");

/** One line on a case of a U-Net that was timed. */
const unetSummary = ({ case: { name }, cost, official }: UnetResult): string =>
  [
    `${name}: forward ${cost.forwardSeconds.toFixed(3)} s`,
    `step ${cost.step.seconds.toFixed(3)} s`,
    ...(official ? [`official ${official.seconds.toFixed(3)} s`] : []),
  ].join(", ");

/** One line on an edit that was made. */
const photographSummary = ({ case: { name }, cost }: PhotographResult): string =>
  `${name}: ${cost.seconds.toFixed(0)} s`;

async function* editPhotographs(
  cases: readonly PhotographCase[],
  settings: RunSettings,
): AsyncGenerator<PhotographResult, void, void> {
  for (const photograph of cases) {
    settings.signal?.throwIfAborted();
    const model = await randomModel(photograph.size, settings.note);
    yield { case: photograph, cost: await editPhotograph(photograph, model, settings) };
  }
}

/**
 * Runs cases of all kinds, one after the other.
 *
 * @throws {InputError} when there is no such program to compare with.
 * @throws {Error} when a measurement fails, and the reason of the signal when it is aborted.
 */
export async function runCases(
  chosen: readonly BenchCase[],
  settings: RunSettings,
): Promise<Pick<BenchResult, "cases" | "unets" | "photographs">> {
  let done = 0;
  const told = async <T>(results: AsyncIterable<T>, summary: (result: T) => string): Promise<T[]> => {
    const all: T[] = [];
    for await (const result of results) {
      settings.note(`${++done}/${chosen.length} ${summary(result)}`);
      all.push(result);
    }
    return all;
  };
  const { officialDiffusion, ...others } = settings;
  const unets = chosen.filter((each): each is UnetCase => each.model === "unet");
  const photographs = chosen.filter((each): each is PhotographCase => each.model === "photograph");
  const gans = chosen.filter((each) => each.model !== "unet" && each.model !== "photograph");
  return {
    cases: await told(benchmark(gans, others), ganSummary),
    unets: await told(benchmarkUnets(unets, { ...others, official: officialDiffusion }), unetSummary),
    photographs: await told(editPhotographs(photographs, settings), photographSummary),
  };
}
