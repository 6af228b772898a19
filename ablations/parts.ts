import { draggan } from "../lib/drag/methods/draggan.ts";
import { stabledrag } from "../lib/drag/methods/stabledrag.ts";
import { currentFeature } from "../lib/drag/supervision/current_feature.ts";
import { type Ablation } from "../lib/lab/ablation.ts";

/** Which of StableDrag's two parts does it: DragGAN has neither. */
export const parts: Ablation = {
  name: "parts",
  title: "Tracker and supervision",
  parameter: "parts of StableDrag",
  usual: "both",
  settings: (generator) => {
    const [without, both] = [draggan(generator), stabledrag(generator)];
    return [
      { label: "neither (DragGAN)", method: without },
      { label: "tracker only", method: { ...both, supervision: currentFeature } },
      { label: "supervision only", method: { ...both, tracker: without.tracker } },
      { label: "both", method: both },
    ];
  },
};
