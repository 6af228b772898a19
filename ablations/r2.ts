import { draggan } from "../lib/drag/methods/draggan.ts";
import { TRACKER_DEFAULTS } from "../lib/drag/tracking/options.ts";
import { type Ablation } from "../lib/lab/ablation.ts";
import { sweep } from "../lib/lab/sweep.ts";

/** How far from its last place a handle is searched; the filter's square stays the same. */
export const r2: Ablation = {
  name: "r2",
  title: "Radius of the search window",
  parameter: "r2 [px]",
  usual: "6",
  settings: (generator) => {
    const sampleRadius = TRACKER_DEFAULTS.sampleRadiusPerR2 * draggan(generator).r2;
    return sweep("r2", [3, 4, 6, 9, 12], { sampleRadius })(generator);
  },
};
