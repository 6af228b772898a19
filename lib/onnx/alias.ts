import { nodeOf } from "./order.ts";
import { link, type Pullback, type Symbolic } from "./symbolic.ts";

/**
 * Node types that compute nothing: output i *is* input i. They carry what a graph transform needs to know — a
 * name, a cut of the gradient, a derivative of one's own — and vanish when the graph is encoded.
 */
export const ALIASES: ReadonlySet<string> = new Set(["Alias", "StopGradient", "Named", "CustomVjp"]);

/** The value itself as a value of its own: a derivative with respect to it leaves other uses of `x` out. */
export const alias = (x: Symbolic): Symbolic => link("Alias", [x], [x])[0]!;

/** The value itself, through which no gradient flows. */
export const stopGradient = (x: Symbolic): Symbolic => link("StopGradient", [x], [x])[0]!;

/**
 * The value itself, under a readable name such as `b4/conv1`. Nodes that lead to a named value and have no name
 * of their own are filed under it in an exported graph.
 */
export const named = (name: string, x: Symbolic): Symbolic =>
  link("Named", [x], [x], { name: { string: name } })[0]!;

/** `outputs` with a derivative of one's own with respect to `inputs`: see {@linkcode customVjp}. */
export function withPullback(
  inputs: readonly Symbolic[],
  outputs: readonly Symbolic[],
  pullback: (cotangents: readonly (Symbolic | undefined)[]) => readonly (Symbolic | undefined)[],
): readonly Symbolic[] {
  const rule: Pullback = (cotangents) => [...outputs.map(() => undefined), ...pullback(cotangents)];
  return link("CustomVjp", [...outputs, ...inputs], outputs, {}, rule);
}

/** The value that an alias stands for. */
export function resolve(x: Symbolic): Symbolic {
  let value = x;
  for (let node = nodeOf(value); node && ALIASES.has(node.type); node = nodeOf(value)) {
    value = node.inputs[(value.source as { index: number }).index]!;
  }
  return value;
}
