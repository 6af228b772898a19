import { join } from "node:path";
import { DEFAULT_MODEL } from "../../generators/family.ts";
import { type Experiment } from "../../lab/experiment.ts";
import { openRun } from "../../lab/run/open_run.ts";
import { seedsOf } from "../../lab/run/seeds.ts";
import { openLab } from "../open_lab.ts";
import { optionWords, type SweepFlags, type SweepTarget, withBench } from "./sweep_target.ts";

/** The folder of a sweep's results where nobody names one. */
const usualFolder = ({ name, measure }: Pick<Experiment, "name" | "measure">): string =>
  join("out", "sweeps", ...(measure === undefined ? [] : [measure]), name);

/**
 * An experiment on pairs of a generator, or an ablation.
 *
 * @throws {InputError} when the seeds are none.
 */
export function pairsTarget(experiment: Experiment, name: string, flags: SweepFlags): SweepTarget {
  const { measure, model = DEFAULT_MODEL, pairs, seeds, provider, threads } = flags;
  const folder = flags.out ?? usualFolder(experiment);
  const numbers = seedsOf(seeds, pairs, experiment.pairs);
  return {
    experiment,
    folder,
    words: (out) => [name, ...optionWords({ measure, out, model, pairs, seeds, provider, threads })],
    open: async () => {
      const lab = await openLab({ model, provider, threads });
      return await withBench(lab, openRun(experiment, lab, folder, numbers));
    },
  };
}
