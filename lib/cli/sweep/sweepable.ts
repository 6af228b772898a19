import { ABLATIONS } from "../../../ablations/mod.ts";
import { InputError } from "../../errors.ts";
import { ablationExperiment } from "../../lab/ablation.ts";
import { type Experiment } from "../../lab/experiment.ts";
import { type Measure } from "../../lab/measure.ts";
import { lookUp } from "../../look_up.ts";
import { dragbenchSweepable } from "./dragbench_sweepable.ts";
import { pairsSweepable } from "./pairs_sweepable.ts";
import { type Sweepable } from "./sweep_target.ts";

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
 * @param measure what an ablation measures (default: the first measure).
 * @throws {InputError} when nothing has the name, or an experiment is told what to measure.
 */
export function sweepable({ experiments, measures }: Sweepables, name: string, measure?: string): Sweepable {
  const fixed = (each: Sweepable) => (): Sweepable => {
    if (measure === undefined) return each;
    throw new InputError(`Expected a measure for ablations only but found one for the experiment ${name}.`);
  };
  const measured = (): Measure => lookUp(measures, measure ?? Object.keys(measures)[0]!, "the measure");
  const ablations = Object.values(ABLATIONS).map((ablation) =>
    [ablation.name, () => pairsSweepable(ablationExperiment(ablation, measured()))] as const
  );
  const others = [...Object.values(experiments).map(pairsSweepable), dragbenchSweepable].map((each) =>
    [each.experiment.name, fixed(each)] as const
  );
  return lookUp(Object.fromEntries([...ablations, ...others]), name, "the experiment or ablation")();
}
