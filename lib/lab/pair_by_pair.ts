import { type Experiment } from "./experiment.ts";
import { SEED } from "./run/row.ts";

/**
 * The same experiment with its tasks in the order of the pairs: what a measure makes of a pair is then made once for
 * all settings, where otherwise what is compiled for a setting is kept for all pairs. Shards have whole pairs. Tables and
 * figures stay the same.
 */
export const pairByPair = (experiment: Experiment): Experiment => ({
  ...experiment,
  plan: async (lab, seeds) => {
    const { tasks, ...plan } = await experiment.plan(lab, seeds);
    const bySeed = Map.groupBy(tasks, ({ columns }) => columns[SEED]);
    return { ...plan, together: SEED, tasks: [...bySeed.values()].flat() };
  },
});
