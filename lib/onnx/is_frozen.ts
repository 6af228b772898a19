import { nodeOf } from "./order.ts";
import { type Symbolic } from "./symbolic.ts";

/** Whether no gradient can reach a value: a constant, or one in another dtype. */
export function isFrozen(x: Symbolic): boolean {
  if (x.source.kind === "constant") return true;
  const node = nodeOf(x);
  return node?.type === "Cast" && isFrozen(node.inputs[0]!);
}
