import { InputError } from "../../errors.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";

/**
 * The maps that a network makes of two batches of pictures [N, 3, H, W], as pairs: it looks at both batches at once.
 *
 * @throws {InputError} when the batches differ in shape.
 */
export function mapsOfBoth(
  network: (pictures: Symbolic) => readonly Symbolic[],
  a: Symbolic,
  b: Symbolic,
): [Symbolic, Symbolic][] {
  if (a.shape.join() !== b.shape.join()) {
    throw new InputError(`Expected pictures of one shape but found [${a.shape}] and [${b.shape}].`);
  }
  const count = a.shape[0]!;
  return network(o.concat([a, b], 0)).map((map) => o.split(map, 0, [count, count]) as [Symbolic, Symbolic]);
}
