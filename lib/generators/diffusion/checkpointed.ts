import { isFrozen } from "../../onnx/is_frozen.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { checkpoint } from "../../onnx/transforms.ts";
import { sizeOf } from "../../tensor.ts";
import { type Parameters } from "./parameters.ts";

/**
 * Part of a network whose inner values are not kept for the backward pass but computed again there (see `checkpoint`).
 * Gradients reach its arguments, and those of its parameters that are not constants: live LoRAs train through it.
 */
export function checkpointed<A extends readonly Symbolic[]>(
  p: Parameters,
  part: (p: Parameters, ...args: A) => Symbolic,
): (...args: A) => Symbolic {
  return (...args) => {
    const live = new Map<string, Symbolic>();
    part((name, shape) => {
      const parameter = p(name, shape);
      if (!isFrozen(parameter)) live.set(name, parameter);
      return parameter;
    }, ...args);
    const names = [...live.keys()];
    const again = checkpoint((...all: readonly Symbolic[]) => {
      const own = new Map(names.map((name, i) => [name, all[args.length + i]!]));
      return part(
        (name, shape) => own.get(name) ?? p(name, shape),
        ...all.slice(0, args.length) as unknown as A,
      );
    });
    return again(...args, ...live.values());
  };
}

/** Numbers from which on a value is large. Our choice: the 1280 × 16 × 16 maps of Stable Diffusion 1.5 are not. */
const MANY = 1 << 19;

/** Whether a value is so large that computing what follows from it again is better than to keep that, too. */
export const isLarge = ({ shape }: Pick<Symbolic, "shape">): boolean => sizeOf(shape) >= MANY;

/**
 * A part that costs little to compute, such as a normalisation: `checkpointed` where an argument is large. In a drag step at
 * Stable Diffusion 1.5's size half of what would be kept for the backward pass is computed again, for a few percent of its time.
 */
export const recomputed = <A extends readonly Symbolic[]>(
  p: Parameters,
  part: (p: Parameters, ...args: A) => Symbolic,
): (...args: A) => Symbolic =>
(...args) => args.some(isLarge) ? checkpointed(p, part)(...args) : part(p, ...args);
