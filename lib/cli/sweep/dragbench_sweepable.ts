import { FACES_DIFFUSION } from "../../generators/diffusion/faces_diffusion.ts";
import { savedDragbench } from "../../lab/dragbench/dragbench.ts";
import { openRun } from "../../lab/run/open_run.ts";
import { seedsOf } from "../../lab/run/seeds.ts";
import { datasetIn, dragbenchOn } from "../dragbench_on.ts";
import { openBench } from "../open_lab.ts";
import { optionWords, type Sweepable, withBench } from "./sweep_target.ts";

/** DragBench on a dataset, whose samples are read where it is opened. */
export const dragbenchSweepable: Sweepable = {
  experiment: savedDragbench,
  sweeping: ({ model = FACES_DIFFUSION, ...flags }, folder) => {
    const { dataset, layout, gan, methods, settings, pairs, seeds, dift, lpips, clip, provider, threads } =
      flags;
    datasetIn(flags);
    const edits = { dataset, layout, model, gan, methods, settings, pairs, seeds, dift, lpips, clip };
    // How many samples there are is not known yet; that these are numbers is.
    seedsOf(seeds, pairs, savedDragbench.pairs);
    return {
      words: (out) => [savedDragbench.name, ...optionWords({ out, ...edits, provider, threads })],
      open: async () => {
        const experiment = await dragbenchOn({ ...flags, model }, folder);
        const numbers = seedsOf(seeds, pairs, experiment.pairs);
        const bench = await openBench(flags);
        return await withBench(bench, openRun(experiment, bench, folder, numbers));
      },
    };
  },
};
