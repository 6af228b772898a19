import { join } from "node:path";
import { FACES_DIFFUSION } from "../../generators/diffusion/faces_diffusion.ts";
import { savedDragbench } from "../../lab/dragbench/dragbench.ts";
import { openRun } from "../../lab/run/open_run.ts";
import { seedsOf } from "../../lab/run/seeds.ts";
import { dragbenchOn } from "../dragbench_on.ts";
import { openBench } from "../open_lab.ts";
import { optionWords, type SweepFlags, type SweepTarget, withBench } from "./sweep_target.ts";

/** DragBench on a dataset, whose samples are read where it is opened. */
export function dragbenchTarget({ model = FACES_DIFFUSION, ...flags }: SweepFlags): SweepTarget {
  const { name } = savedDragbench;
  const { dataset, layout, gan, methods, settings, pairs, seeds, dift, lpips, clip, provider, threads } =
    flags;
  const folder = flags.out ?? join("out", "sweeps", name);
  const edits = { dataset, layout, model, gan, methods, settings, pairs, seeds, dift, lpips, clip };
  return {
    experiment: savedDragbench,
    folder,
    words: (out) => [name, ...optionWords({ out, ...edits, provider, threads })],
    open: async () => {
      const experiment = await dragbenchOn({ ...flags, model }, folder);
      const numbers = seedsOf(seeds, pairs, experiment.pairs);
      const bench = await openBench(flags);
      return await withBench(bench, openRun(experiment, bench, folder, numbers));
    },
  };
}
