import { inOneBatch } from "../../in_one_batch.ts";
import { type FaceMetrics } from "../../metrics/face_metrics.ts";
import { frechetDistance } from "../../metrics/frechet_distance.ts";
import { MOST_DISAGREEMENT } from "../../metrics/landmarks_of.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Runtime } from "../../runtime/runtime.ts";
import { float32, type Tensor } from "../../tensor.ts";

/** What the face networks make of pictures. */
interface SeenFaces {
  /** Who they are, [N, 128]. */
  readonly descriptors: Tensor<"float32">;
  /** In which share of the pictures a face is found. */
  readonly share: number;
}

/** Pictures looked at in one run. */
const RUN = 32;

/** Some of [N, …], from one number to another (exclusive). */
export function part({ shape, data }: Tensor<"float32">, first: number, last: number): Tensor<"float32"> {
  const size = data.length / shape[0]!;
  return float32([last - first, ...shape.slice(1)], data.slice(first * size, last * size));
}

async function look(runtime: Runtime, metrics: FaceMetrics, pictures: Tensor<"float32">): Promise<SeenFaces> {
  const see = (x: Symbolic): { descriptors: Symbolic; disagreement: Symbolic } => {
    const { points, disagreement } = metrics.landmarks(x);
    return { descriptors: metrics.descriptor(x, points), disagreement };
  };
  const count = pictures.shape[0]!;
  const seen: { descriptors: Tensor; disagreement: Tensor }[] = [];
  for (let first = 0; first < count; first += RUN) {
    seen.push(await runtime.run(see, part(pictures, first, Math.min(first + RUN, count))));
  }
  const apart = inOneBatch(seen.map(({ disagreement }) => disagreement)).data;
  return {
    descriptors: inOneBatch(seen.map(({ descriptors }) => descriptors)),
    share: apart.filter((d) => d <= MOST_DISAGREEMENT).length / count,
  };
}

/** How near generated faces are to those of the training. */
export interface FaceDistance {
  /** Pictures on each side. */
  readonly count: number;
  /** Fréchet distance of face descriptors between generated and training pictures. */
  readonly distance: number;
  /** The same between two sets of training pictures: what equal kinds come to. */
  readonly reference: number;
  /** Share of the generated pictures in which the landmark network finds a face. */
  readonly share: number;
  /** The same of training pictures. */
  readonly referenceShare: number;
}

/**
 * Compares generated pictures with those that a model was trained on, by the Fréchet distance of dlib's face descriptors
 * (128 numbers, of the box around the landmarks). It is no FID: other features, fewer pictures. Our choice.
 *
 * @param generated [N, 3, S, S] in [−1, 1].
 * @param real [2 N, 3, S, S].
 */
export async function faceDistance(
  runtime: Runtime,
  metrics: FaceMetrics,
  generated: Tensor<"float32">,
  real: Tensor<"float32">,
): Promise<FaceDistance> {
  const count = generated.shape[0]!;
  const own = await look(runtime, metrics, generated);
  const [first, second] = [
    await look(runtime, metrics, part(real, 0, count)),
    await look(runtime, metrics, part(real, count, 2 * count)),
  ];
  return {
    count,
    distance: frechetDistance(own.descriptors, first.descriptors),
    reference: frechetDistance(second.descriptors, first.descriptors),
    share: own.share,
    referenceShare: first.share,
  };
}
