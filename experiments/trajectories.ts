import { draggan } from "../lib/drag/methods/draggan.ts";
import { freedrag } from "../lib/drag/methods/freedrag.ts";
import { stabledrag } from "../lib/drag/methods/stabledrag.ts";
import { type Experiment } from "../lib/lab/experiment.ts";
import { trajectories as trajectoriesOf } from "../lib/lab/faces/trajectories.ts";

/** The first pairs of faces, whatever comes out: what single drags of the three methods look like. */
export const trajectories: Experiment = trajectoriesOf({
  name: "trajectories",
  title: "Single drags, step by step",
  pairs: 3,
  steps: 300,
  settings: (generator) => [
    { label: "draggan", method: draggan(generator) },
    { label: "freedrag", method: freedrag(generator) },
    { label: "stabledrag", method: stabledrag(generator) },
  ],
});
