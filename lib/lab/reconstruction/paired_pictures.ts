import { type Generator } from "../../generators/generator.ts";
import { type FaceMetrics } from "../../metrics/face_metrics.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { float32, type Tensor } from "../../tensor.ts";
import { type Lab } from "../experiment.ts";

/** The latents of two pictures that differ a little, in the generator's full space. */
export interface PairedLatents {
  /** Of picture 1, which is dragged. */
  readonly from: Tensor<"float32">;
  /** Of picture 2, which the drag shall come to. */
  readonly to: Tensor<"float32">;
}

/**
 * The pair of a seed s: picture 1 is that of the seed 2 s; picture 2 a share of the straight way from there to the
 * latent of the seed 2 s + 1.
 */
export async function pairedLatents(
  { model: { latents }, runtime }: Pick<Lab, "model" | "runtime">,
  seed: number,
  share: number,
): Promise<PairedLatents> {
  const from = await latents(runtime, { seed: 2 * seed });
  const other = await latents(runtime, { seed: 2 * seed + 1 });
  return { from, to: float32(from.shape, from.data.map((v, i) => v + share * (other.data[i]! - v))) };
}

/** How a picture differs from another. */
export type Difference = {
  /** Mean squared error of pictures from −1 to 1, beyond which they are clipped: [1]. */
  readonly squared: Symbolic;
  /** See `FaceMetrics.featureDistance`: [1]. */
  readonly featureDistance: Symbolic;
};

/**
 * How the picture of a variable differs from picture 2, as one function.
 *
 * Its arguments are the latent of picture 1 in the generator's full space, from which the drag began, the variable of
 * the latent space, and the latent of picture 2 in the full space.
 *
 * @param space name of a latent space of the generator.
 */
export const differenceFrom = (
  generator: Generator,
  { featureDistance }: Pick<FaceMetrics, "featureDistance">,
  space: string,
): (from: Symbolic, variable: Symbolic, to: Symbolic) => Difference =>
(from, variable, to) => {
  const latents = [generator.spaces[space]!.latentOf(variable, from), to];
  const pictures = o.clip(generator.image(o.concat(latents, 0)), -1, 1);
  const [result, goal] = o.split(pictures, 0, [1, 1]) as [Symbolic, Symbolic];
  return {
    squared: o.reduceMean(o.square(o.sub(result, goal)), { axes: [1, 2, 3] }),
    featureDistance: featureDistance(result, goal),
  };
};
