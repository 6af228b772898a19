import { InputError } from "../errors.ts";
import { GRADIENTS } from "./gradients/mod.ts";
import { add } from "./ops/elementwise.ts";
import { expand, reshape } from "./ops/layout.ts";
import { reduceSum } from "./ops/reduction.ts";
import { topologicalOrder } from "./order.ts";
import { type Node, type Symbolic } from "./symbolic.ts";

/** Brings a cotangent to the shape of its value: broadcast axes are summed, missing ones repeated. */
function fit(g: Symbolic, shape: readonly number[]): Symbolic {
  const extra = g.shape.length - shape.length;
  const leading = extra > 0 ? reduceSum(g, { axes: [...Array(extra).keys()] }) : g;
  const axes = leading.shape.flatMap((d, i) => (shape[i] === 1 && d !== 1 ? [i] : []));
  const summed = axes.length > 0 ? reduceSum(leading, { axes, keep: true }) : leading;
  return expand(summed.shape.length < shape.length ? reshape(summed, padded(summed, shape)) : summed, shape);
}

const padded = (g: Symbolic, shape: readonly number[]): number[] => [
  ...Array<number>(shape.length - g.shape.length).fill(1),
  ...g.shape,
];

/** The nodes between `targets` and `outputs`, each after those it needs, and the values they touch. */
function between(
  outputs: readonly Symbolic[],
  targets: readonly Symbolic[],
): { nodes: Node[]; on: Set<Symbolic> } {
  const on = new Set(targets);
  const nodes = topologicalOrder(outputs).filter((node) => {
    if (node.type === "StopGradient" || !node.inputs.some((x) => x && on.has(x))) return false;
    for (const y of node.outputs) on.add(y);
    return true;
  });
  return { nodes, on };
}

/** Applies the rule of one node. */
function differentiate(
  node: Node,
  cotangents: readonly (Symbolic | undefined)[],
): readonly (Symbolic | undefined)[] {
  if (node.pullback) return node.pullback(cotangents, node);
  const rule = GRADIENTS[node.type];
  if (!rule) throw new InputError(`Expected a gradient rule for ${node.type} but the table has none.`);
  const g = cotangents[0];
  if (!g && node.outputs.length === 1) return [];
  const { outputs, attributes } = node;
  return rule({
    g: g!,
    cotangents,
    inputs: node.inputs as readonly Symbolic[],
    y: outputs[0]!,
    outputs,
    attributes,
  });
}

/**
 * Reverse mode: the cotangents of `targets`, given those of `outputs`.
 *
 * Only nodes between the two are visited. Where no derivative reaches a target, its entry is `undefined`
 * rather than zero.
 *
 * @throws {InputError} when a differentiated value reaches an operator without a rule; it names the operator.
 */
export function backward(
  outputs: readonly Symbolic[],
  cotangents: readonly (Symbolic | undefined)[],
  targets: readonly Symbolic[],
): (Symbolic | undefined)[] {
  const { nodes, on } = between(outputs, targets);
  const flow = new Map<Symbolic, Symbolic>();
  const accumulate = (x: Symbolic, g: Symbolic): void => {
    const fitted = fit(g, x.shape);
    const sofar = flow.get(x);
    flow.set(x, sofar ? add(sofar, fitted) : fitted);
  };
  outputs.forEach((y, i) => cotangents[i] && on.has(y) && accumulate(y, cotangents[i]));
  for (const node of nodes.reverse()) {
    const reaching = node.outputs.map((y) => flow.get(y));
    if (reaching.every((g) => g === undefined)) continue;
    const back = differentiate(node, reaching);
    node.inputs.forEach((x, i) => x && back[i] && on.has(x) && accumulate(x, back[i]));
  }
  return targets.map((x) => flow.get(x));
}
