import { type Method } from "../drag/method.ts";
import { type Point, pointsTensor } from "../drag/points.ts";
import { type DragProblem } from "../drag/problem.ts";
import { type DragStep } from "../drag/state.ts";
import { lengths, sampleGrid, wholeView } from "../drag/view.ts";
import { type Generator } from "../generators/generator.ts";
import * as o from "../onnx/ops/mod.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { onlyNumber, type Tensor } from "../tensor.ts";
import { dragVariables } from "./drag_variables.ts";

type Similarity = (start: Symbolic, from: Symbolic, variable: Symbolic, to: Symbolic) => Symbolic;

/** Cosine of the angle between the feature at a point of the undragged picture and that at a point of a dragged one. */
const similarityIn = (generator: Generator, space: string): Similarity => (start, from, variable, to) => {
  const at = (latent: Symbolic, point: Symbolic): Symbolic => {
    const view = wholeView(generator.features(latent, generator.featureBlock), generator.size);
    const feature = sampleGrid(view, o.slice(point, 1, 0, 1), o.slice(point, 1, 1, 2));
    return o.reshape(feature, [1, -1]);
  };
  const [a, b] = [at(start, from), at(generator.spaces[space]!.latentOf(variable, start), to)];
  const product = o.reduceSum(o.mul(a, b), { axes: [1], keep: true });
  return o.div(product, o.add(o.mul(lengths(a), lengths(b)), 1e-12));
};

/** Says how much of the feature under a drag's first handle is still under it at its last step: 1 is all of it. */
export type FeatureKept = (
  method: Pick<Method, "latentSpace">,
  problem: DragProblem,
  steps: readonly DragStep[],
) => Promise<number>;

/**
 * The similarity of the feature under the handle to the one before the drag, from −1 to 1, read from the generator's
 * own feature block, whatever block the method looks at. What is compiled for it is kept with the runtime.
 */
export function featureKept(generator: Generator, runtime: Runtime): FeatureKept {
  const similarities = new Map(
    Object.keys(generator.spaces).map((name) => [name, similarityIn(generator, name)]),
  );
  return async ({ latentSpace }, { latent, points }, steps) => {
    const point = (p: Point): Tensor => pointsTensor([p]);
    const seen = dragVariables(generator, { latent }, { latentSpace }, steps).at(-2)!;
    const [from, to] = [points[0]!.handle, steps.at(-1)!.handles[0]!];
    const similarity = similarities.get(latentSpace)!;
    return onlyNumber(await runtime.run(similarity, latent, point(from), seen, point(to)));
  };
}
