import { InputError } from "../errors.ts";
import { GRADIENTS } from "./gradients/mod.ts";
import { add } from "./ops/elementwise.ts";
import { expand, reshape } from "./ops/layout.ts";
import { reduceSum, sumOfPixels } from "./ops/reduction.ts";
import { nodeOf, topologicalOrder } from "./order.ts";
import { type Node, scalar, type Symbolic } from "./symbolic.ts";

/** Brings a cotangent to the shape of its value: broadcast axes are summed, missing ones repeated. */
function fit(g: Symbolic, shape: readonly number[]): Symbolic {
  const extra = g.shape.length - shape.length;
  const trailing = extra > 0 ? reduceSum(g, { axes: [...Array(extra).keys()] }) : g;
  const full = reshape(trailing, [...Array<number>(Math.max(-extra, 0)).fill(1), ...trailing.shape]);
  const axes = shape.flatMap((d, i) => (d === 1 && full.shape[i] !== 1 ? [i] : []));
  const rank = shape.length;
  const pixels = rank === 4 && axes.includes(2) && axes.includes(3);
  const summed = pixels ? sumOfPixels(full) : full;
  const others = axes.filter((axis) => !pixels || axis < rank - 2);
  return expand(reduceSum(summed, { axes: others, keep: true }), shape);
}

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

/** Checks that the function behind a pullback depends on targets through its arguments only. */
function checkArguments({ inputs, outputs }: Node, targets: ReadonlySet<Symbolic>): void {
  const seen = new Set(inputs.slice(outputs.length));
  const pending = inputs.slice(0, outputs.length);
  for (let x = pending.pop(); x; x = pending.pop()) {
    const node = nodeOf(x);
    if (seen.has(x) || node?.type === "StopGradient") continue;
    if (targets.has(x)) {
      throw new InputError(
        "Expected all that is differentiated in customVjp or checkpoint to be an argument but found another.",
      );
    }
    seen.add(x);
    for (const y of node?.inputs ?? []) if (y) pending.push(y);
  }
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
 * @throws {InputError} when a differentiated value reaches an operator without a rule (it names the operator), or
 * the inside of a `customVjp` or `checkpoint` other than through its arguments.
 */
export function backward(
  outputs: readonly Symbolic[],
  cotangents: readonly (Symbolic | undefined)[],
  targets: readonly Symbolic[],
): (Symbolic | undefined)[] {
  const { nodes, on } = between(outputs, targets);
  const wanted = new Set(targets);
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
    if (node.pullback) checkArguments(node, wanted);
    const back = differentiate(node, reaching);
    node.inputs.forEach((x, i) => x && back[i] && on.has(x) && accumulate(x, back[i]));
  }
  return targets.map((x) => flow.get(x));
}

/**
 * The gradients of a loss with respect to `targets`: {@linkcode backward} from a cotangent of 1.
 *
 * @throws {InputError} when the loss is no scalar, and as `backward` does.
 */
export function gradientsOf(
  loss: Symbolic | undefined,
  targets: readonly Symbolic[],
): readonly (Symbolic | undefined)[] {
  if (!loss || loss.shape.length > 0) {
    throw new InputError(`Expected a scalar loss but found shape [${loss?.shape.join(", ") ?? "none"}].`);
  }
  return backward([loss], [scalar(1, loss.dtype)], targets);
}
