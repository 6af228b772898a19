import { ABLATIONS } from "../../../ablations/mod.ts";
import { lookUp } from "../../drag/methods/common.ts";
import { InputError } from "../../errors.ts";
import { ablationExperiment } from "../../lab/ablation.ts";
import { type Experiment } from "../../lab/experiment.ts";
import { type Measure } from "../../lab/measure.ts";

/** What can be swept beside the ablations. */
export interface Sweepables {
  /** Experiments by name. */
  readonly experiments: Readonly<Record<string, Experiment>>;
  /** What can be measured of ablations, by name; the first is the default. */
  readonly measures: Readonly<Record<string, Measure>>;
}

/**
 * The experiment or ablation of a name.
 *
 * @param measure what an ablation measures (default: the first measure).
 * @throws {InputError} when there is none, or an experiment is told what to measure.
 */
export function sweepable({ experiments, measures }: Sweepables, name: string, measure?: string): Experiment {
  const ablations = Object.fromEntries(
    Object.values(ABLATIONS).map((ablation) => [
      ablation.name,
      (): Experiment =>
        ablationExperiment(ablation, lookUp(measures, measure ?? Object.keys(measures)[0]!, "the measure")),
    ]),
  );
  const fixed = Object.fromEntries(
    Object.values(experiments).map((experiment) => [experiment.name, (): Experiment => {
      if (measure === undefined) return experiment;
      throw new InputError(`Expected a measure for ablations only but found one for the experiment ${name}.`);
    }]),
  );
  return lookUp({ ...ablations, ...fixed }, name, "the experiment or ablation")();
}
