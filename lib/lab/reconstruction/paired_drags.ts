import { type PointPair } from "../../drag/points.ts";
import { longerSide } from "../../generators/size.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Lab } from "../experiment.ts";
import { replacingSeeds } from "../replacing_seeds.ts";
import { flowDrags, type FlowDragsOptions } from "./paired_flow_drags.ts";
import { type PairedLatents, pairedLatents } from "./paired_pictures.ts";

/** Two pictures, and pixels of the first with where they are in the second. */
export interface PairedDrags extends PairedLatents {
  /** From whole pixels. */
  readonly drags: readonly PointPair[];
}

/** Options of {@linkcode pairedDrags}. */
export interface PairedDragsOptions extends Omit<FlowDragsOptions, "seed"> {
  /** How far picture 2 is on the way to another picture: see {@linkcode pairedLatents}. */
  readonly share: number;
}

/**
 * Finds the pictures of a seed and draws drags from one to the other. Where too few pixels have reliable flow, the
 * pictures and draws of another seed take their place: see {@linkcode replacingSeeds}.
 *
 * Calls throw an `InputError` where no candidate has them.
 */
export function pairedDrags(
  lab: Pick<Lab, "model" | "runtime">,
  { points, leastFlow, share }: PairedDragsOptions,
): (seed: number) => Promise<PairedDrags> {
  const { model: { generator }, runtime } = lab;
  const image = (latent: Symbolic): Symbolic => generator.image(latent);
  const length = (leastFlow * longerSide(generator.size)).toFixed(1);
  return replacingSeeds(
    `at least ${points} pixels with reliable optical flow of ${length} pixels or more in the pictures`,
    async (seed): Promise<PairedDrags | undefined> => {
      const { from, to } = await pairedLatents(lab, seed, share);
      const [a, b] = [await runtime.run(image, from), await runtime.run(image, to)];
      const drags = await flowDrags(a, b, { points, leastFlow, seed });
      return drags && { from, to, drags };
    },
  );
}
