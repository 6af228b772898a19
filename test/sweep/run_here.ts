import { sweepCommand } from "../../lib/cli/sweep/mod.ts";
import { noseDrag } from "../../lib/lab/nose_drag.ts";
import { fakeExperiment } from "../lab/fake_experiment.ts";

/** Runs `sweep` of a fake or an ablation in this process, as long as no worker is started. */
export const run = (...args: readonly string[]): Promise<unknown> =>
  sweepCommand({ experiments: { fake: fakeExperiment() }, measures: { "nose-drag": noseDrag({ steps: 2 }) } })
    .parseAsync([...args], { from: "user" });
