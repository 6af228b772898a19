import { DEFAULT_MODEL } from "../../generators/family.ts";
import { type Experiment } from "../../lab/experiment.ts";
import { openRun } from "../../lab/run/open_run.ts";
import { seedsOf } from "../../lab/run/seeds.ts";
import { openLab } from "../open_lab.ts";
import { optionWords, type Sweepable, withBench } from "./sweep_target.ts";

/** An experiment on pairs of a generator, or an ablation. */
export const pairsSweepable = (experiment: Experiment): Sweepable => ({
  experiment,
  sweeping: ({ measure, model = DEFAULT_MODEL, pairs, seeds, provider, threads }, folder) => {
    const numbers = seedsOf(seeds, pairs, experiment.pairs);
    const options = { model, pairs, seeds, provider, threads };
    return {
      words: (out) => [experiment.name, ...optionWords({ measure, out, ...options })],
      open: async () => {
        const lab = await openLab({ model, provider, threads });
        return await withBench(lab, openRun(experiment, lab, folder, numbers));
      },
    };
  },
});
