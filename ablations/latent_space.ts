import { stabledrag } from "../lib/drag/methods/stabledrag.ts";
import { type Ablation } from "../lib/lab/ablation.ts";

/** Parts of the learning rate of each space. */
const RATES = [0.5, 1, 2];

/** What is optimised, and how fast: each latent space of the generator at rates around its own. */
export const latentSpace: Ablation = {
  name: "latent_space",
  title: "Latent space and learning rate",
  parameter: "space, learning rate",
  usual: "z, 0.003",
  settings: (generator) =>
    Object.entries(generator.spaces).flatMap(([name, { learningRate }]) =>
      RATES.map((rate) => {
        const lr = rate * learningRate;
        return { label: `${name}, ${lr}`, method: stabledrag(generator, { latentSpace: name, lr }) };
      })
    ),
};
