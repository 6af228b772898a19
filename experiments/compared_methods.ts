import { draggan } from "../lib/drag/methods/draggan.ts";
import { freedrag } from "../lib/drag/methods/freedrag.ts";
import { stabledrag } from "../lib/drag/methods/stabledrag.ts";
import { currentFeature } from "../lib/drag/supervision/current_feature.ts";
import { type Benchmark } from "../lib/lab/benchmark.ts";

/**
 * What benchmarks compare: the published methods as they are, and StableDrag with
 * the soft blend of its two supervisions in place of the switch, and each of its two parts alone in DragGAN.
 */
export const comparedMethods: Benchmark["settings"] = (generator) => {
  const [without, both] = [draggan(generator), stabledrag(generator)];
  return [
    { label: "no edit", method: undefined },
    { label: "draggan", method: without },
    { label: "freedrag", method: freedrag(generator) },
    { label: "stabledrag", method: both },
    { label: "stabledrag, blended", method: stabledrag(generator, { supervision: "confidence-blend" }) },
    { label: "tracker alone", method: { ...both, supervision: currentFeature } },
    { label: "supervision alone", method: { ...both, tracker: without.tracker } },
  ];
};
