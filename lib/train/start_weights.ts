import { type Parameters } from "../generators/diffusion/parameters.ts";
import { randomParameters } from "../generators/diffusion/random_parameters.ts";
import { type Tensor, zeros } from "../tensor.ts";
import { type Tensors } from "./training_state.ts";

/**
 * Weights to start a training from: all that a network asks for, N(0, 1 / inputs) from a seed.
 *
 * @param network asks for its parameters, as it does when it is traced.
 * @param isZero whether a weight starts at zero: the last ones of residual branches, so that at first each layer changes
 * nothing.
 */
export function startWeights(
  network: (p: Parameters) => void,
  seed: number,
  isZero: (name: string) => boolean,
): Tensors {
  const tensors = new Map<string, Tensor>();
  network(randomParameters({ seed }, tensors));
  return new Map([...tensors].map(([name, value]) => [name, isZero(name) ? zeros(value.shape) : value]));
}
