import { InputError } from "../errors.ts";

/** Values in nested arrays and records, as arguments and results of functions are. */
export type Tree<T> = T | readonly Tree<T>[] | { readonly [key: string]: Tree<T> };

/** A tree of one shape with its leaves, all of type `From`, replaced by `To`. */
export type Mapped<T, From, To> = T extends From ? To
  : T extends readonly unknown[] ? { [K in keyof T]: Mapped<T[K], From, To> }
  : T extends object ? { [K in keyof T]: [Tree<From>] extends [T[K]] ? Tree<To> : Mapped<T[K], From, To> }
  : never;

/** A leaf is whatever has a dtype and a shape: symbolic tensors, concrete tensors, tensor types. */
function isLeaf(x: unknown): boolean {
  return typeof x === "object" && x !== null && "dtype" in x && "shape" in x;
}

/**
 * Replaces every leaf of a tree; `path` names its place, such as `0.handles`.
 *
 * @throws {InputError} when something else than tensors, arrays and records is in the tree.
 */
export function mapTree<T, R>(tree: Tree<T>, replace: (leaf: T, path: string) => R, path = ""): Tree<R> {
  const below = (key: string | number): string => (path ? `${path}.${key}` : `${key}`);
  if (isLeaf(tree)) return replace(tree as T, path);
  if (Array.isArray(tree)) return tree.map((t, i) => mapTree(t as Tree<T>, replace, below(i)));
  if (typeof tree !== "object" || tree === null) {
    throw new InputError(`Expected tensors in arrays and records but found ${String(tree)} at "${path}".`);
  }
  const entries = Object.entries(tree as Record<string, Tree<T>>);
  return Object.fromEntries(entries.map(([key, t]) => [key, mapTree(t, replace, below(key))]));
}

/** The leaves of a tree in order, each with its path. */
export function leavesOf<T>(tree: Tree<T>): { path: string; leaf: T }[] {
  const out: { path: string; leaf: T }[] = [];
  mapTree(tree, (leaf, path) => out.push({ path, leaf }));
  return out;
}
