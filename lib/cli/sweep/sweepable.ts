import { ABLATIONS } from "../../../ablations/mod.ts";
import { lookUp } from "../../drag/methods/common.ts";
import { InputError } from "../../errors.ts";
import { ablationExperiment } from "../../lab/ablation.ts";
import { savedDragbench } from "../../lab/dragbench/dragbench.ts";
import { type Experiment } from "../../lab/experiment.ts";
import { type Measure } from "../../lab/measure.ts";
import { dragbenchTarget } from "./dragbench_target.ts";
import { pairsTarget } from "./pairs_target.ts";
import { type SweepFlags, type SweepTarget } from "./sweep_target.ts";

/** What can be swept beside the ablations and DragBench. */
export interface Sweepables {
  /** Experiments by name. */
  readonly experiments: Readonly<Record<string, Experiment>>;
  /** What can be measured of ablations, by name; the first is the default. */
  readonly measures: Readonly<Record<string, Measure>>;
}

/**
 * What the command line names to be swept.
 *
 * @throws {InputError} when nothing has the name, it is told what to measure and is no ablation, or its seeds are none.
 */
export function sweepable(
  { experiments, measures }: Sweepables,
  name: string,
  flags: SweepFlags,
): SweepTarget {
  const { measure } = flags;
  const fixed = (target: () => SweepTarget) => (): SweepTarget => {
    if (measure === undefined) return target();
    throw new InputError(`Expected a measure for ablations only but found one for the experiment ${name}.`);
  };
  const ablations = Object.values(ABLATIONS).map((ablation) => {
    const measured = (): Measure => lookUp(measures, measure ?? Object.keys(measures)[0]!, "the measure");
    return [ablation.name, () => pairsTarget(ablationExperiment(ablation, measured()), name, flags)] as const;
  });
  const targets: Readonly<Record<string, () => SweepTarget>> = {
    ...Object.fromEntries(ablations),
    ...Object.fromEntries(
      Object.values(experiments).map((experiment) =>
        [experiment.name, fixed(() => pairsTarget(experiment, name, flags))] as const
      ),
    ),
    [savedDragbench.name]: fixed(() => dragbenchTarget(flags)),
  };
  return lookUp(targets, name, "the experiment or ablation")();
}
