import { InputError } from "../errors.ts";
import { after } from "./after.ts";
import { alias, withPullback } from "./alias.ts";
import { backward, gradientsOf } from "./backward.ts";
import { Symbolic } from "./symbolic.ts";
import { leavesOf, mapTree, type Tree } from "./tree.ts";

/** A function of symbolic tensors, in trees of them, to a tree of symbolic tensors. */
export type SymbolicFunction<A extends readonly Tree<Symbolic>[], R extends Tree<Symbolic>> = (
  ...args: A
) => R;

/** Puts `leaves`, in order, into the places of a tree. */
function rebuild<T extends Tree<Symbolic>>(tree: T, leaves: readonly (Symbolic | undefined)[]): T {
  let next = 0;
  return mapTree(tree as Tree<Symbolic>, () => leaves[next++]) as T;
}

/** What a tree has at each place. */
const byPath = (tree: Tree<Symbolic>): Map<string, Symbolic> =>
  new Map(leavesOf<Symbolic>(tree).map(({ path, leaf }) => [path, leaf]));

const typeOf = (x: Symbolic | undefined): string => x ? `${x.dtype} [${x.shape.join(", ")}]` : "nothing";

/**
 * Cotangents in the order of a value's tensors.
 *
 * @throws {InputError} when one is missing, of another type than its tensor, or for nothing.
 */
function cotangentsOf(value: Tree<Symbolic>, cotangent: Tree<Symbolic>): Symbolic[] {
  const [outputs, given] = [byPath(value), byPath(cotangent)];
  for (const path of new Set([...outputs.keys(), ...given.keys()])) {
    const [output, own] = [outputs.get(path), given.get(path)];
    const [expected, found] = [typeOf(output), typeOf(own)];
    const isRepeated = own?.shape.length === 0 && own.dtype === output?.dtype;
    if (expected === found || isRepeated) continue;
    throw new InputError(`Expected ${expected} as cotangent${path && ` of ${path}`} but found ${found}.`);
  }
  return [...outputs.keys()].map((path) => given.get(path)!);
}

/**
 * The value of `f` and a function from a cotangent of it, of the same structure and types (scalars are repeated), to
 * the cotangents of its arguments. Arguments that the value does not depend on get `undefined`. The function throws an
 * `InputError` for other cotangents.
 */
export function vjp<A extends readonly Tree<Symbolic>[], R extends Tree<Symbolic>>(
  f: SymbolicFunction<A, R>,
  ...args: A
): { value: R; pullback: (cotangent: R) => A } {
  const own = mapTree(args as Tree<Symbolic>, alias) as unknown as A;
  const value = f(...own);
  const targets = leavesOf<Symbolic>(own).map(({ leaf }) => leaf);
  const outputs = leavesOf<Symbolic>(value).map(({ leaf }) => leaf);
  const pullback = (cotangent: R): A =>
    rebuild(args, backward(outputs, cotangentsOf(value, cotangent), targets));
  return { value, pullback };
}

/**
 * A function that returns both what `f` returns and the gradient of its loss with respect to the first argument.
 *
 * `f` returns the loss (a scalar), or a record whose field `loss` is it; the other fields are passed along.
 *
 * @throws {InputError} when the loss is no scalar or does not depend on the first argument, or that is of no
 * floating-point numbers.
 */
export function valueAndGrad<A extends readonly [Symbolic, ...Tree<Symbolic>[]], R extends Tree<Symbolic>>(
  f: SymbolicFunction<A, R>,
): (...args: A) => { value: R; grad: Symbolic } {
  return (...args: A): { value: R; grad: Symbolic } => {
    const [x, ...rest] = args;
    if (!x.dtype.startsWith("float")) {
      throw new InputError(`Expected a first argument of floating-point numbers but found ${x.dtype}.`);
    }
    const own = alias(x);
    const value = f(...[own, ...rest] as unknown as A);
    const loss = value instanceof Symbolic ? value : (value as { loss?: Symbolic }).loss;
    const [grad] = gradientsOf(loss, [own]);
    if (!grad) throw new InputError("Expected a loss that depends on the first argument but it does not.");
    return { value, grad };
  };
}

/**
 * A function that returns the gradient of the scalar `f` with respect to its first argument, in that argument's type.
 *
 * @throws {InputError} when `f` is no scalar or does not depend on the first argument.
 */
export function grad<A extends readonly [Symbolic, ...Tree<Symbolic>[]]>(
  f: SymbolicFunction<A, Symbolic>,
): (...args: A) => Symbolic {
  const both = valueAndGrad(f);
  return (...args: A): Symbolic => both(...args).grad;
}

/**
 * `f` with a derivative of one's own: `pullback(cotangent, inputs, value)` returns the cotangents of the inputs,
 * `undefined` where there is none; `value` is what `f` returned. What is to be differentiated must be an argument of `f`: a derivative that would
 * reach its inside in another way throws an `InputError`.
 */
export function customVjp<A extends readonly Symbolic[]>(
  f: (...args: A) => Symbolic,
  pullback: (cotangent: Symbolic, inputs: A, value: Symbolic) => readonly (Symbolic | undefined)[],
): (...args: A) => Symbolic {
  return (...args: A): Symbolic => {
    const own = args.map(alias) as unknown as A;
    const value = f(...own);
    return withPullback(own, [value], ([g]) => (g ? pullback(g, own, value) : []))[0]!;
  };
}

/**
 * `f`, whose inner values are not kept for the backward pass but computed again there: less memory for one more
 * forward pass. The second pass waits for the cotangent, so that it is neither merged with the first nor run early.
 * What is to be differentiated must be an argument of `f`.
 */
export function checkpoint<A extends readonly Symbolic[]>(
  f: (...args: A) => Symbolic,
): (...args: A) => Symbolic {
  return customVjp(f, (g, args) => {
    const fresh = args.map((x) => after(x, g));
    return backward([f(...fresh as unknown as A)], [g], fresh);
  });
}
