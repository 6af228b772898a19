import { isFrozen } from "../../onnx/is_frozen.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { checkpoint } from "../../onnx/transforms.ts";
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
