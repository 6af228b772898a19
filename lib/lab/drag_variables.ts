import { type Method } from "../drag/method.ts";
import { type DragProblem } from "../drag/problem.ts";
import { type DragStep } from "../drag/state.ts";
import { type Generator } from "../generators/generator.ts";
import { type Tensor } from "../tensor.ts";

/**
 * The variables of the pictures of a drag, one more than steps: the handles of a step were found in the picture before
 * its update, that of its index; the last is what came out. A step that ended a drag which arrived updated nothing, so
 * that its two are equal.
 *
 * @param problem the latent it began with.
 * @param method the latent space of the variables.
 */
export const dragVariables = (
  { spaces }: Pick<Generator, "spaces">,
  { latent }: Pick<DragProblem, "latent">,
  { latentSpace }: Pick<Method, "latentSpace">,
  steps: readonly DragStep[],
): Tensor[] => [spaces[latentSpace]!.variableOf(latent), ...steps.map(({ state }) => state.variable)];
