import { stripTypeScriptTypes } from "node:module";
import { type AnyNode, parse, type Program } from "acorn";

/** A TypeScript file with its types blanked out, so that it is JavaScript of the same positions. */
export interface Source {
  readonly text: string;
  readonly tree: Program;
}

/** Parses a TypeScript file. */
export function parseSource(typescript: string): Source {
  const text = stripTypeScriptTypes(typescript);
  return { text, tree: parse(text, { ecmaVersion: "latest", sourceType: "module" }) };
}

const isNode = (value: unknown): value is AnyNode =>
  typeof value === "object" && value !== null && "type" in value && "start" in value;

/** Calls `visit` with every node of a tree and its parent. */
export function walk(
  node: AnyNode,
  visit: (node: AnyNode, parent?: AnyNode) => void,
  parent?: AnyNode,
): void {
  visit(node, parent);
  for (const value of Object.values(node).flat()) if (isNode(value)) walk(value, visit, node);
}
