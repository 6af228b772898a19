import { parse, type ParserOptions } from "@babel/parser";

/** A node of a syntax tree (https://github.com/babel/babel/blob/main/packages/babel-parser/ast/spec.md). */
export interface SyntaxNode {
  /** What it is, such as `"AwaitExpression"`. */
  readonly type: string;
  /** Where it begins, in UTF-16 units. */
  readonly start: number;
  /** Where it ends. */
  readonly end: number;
  /** Its parts. */
  readonly [part: string]: unknown;
}

/** The statements of a cell, or why it is none. */
export type ParsedCell = { readonly statements: readonly SyntaxNode[] } | { readonly error: string };

const PLUGINS = ["typescript", "decorators", "decoratorAutoAccessors"] as const;

const options = (jsx: boolean): ParserOptions => ({
  sourceType: "module",
  createParenthesizedExpressions: true,
  // What is wrong with names, such as one declared twice, V8 says itself.
  errorRecovery: true,
  plugins: jsx ? [...PLUGINS, "jsx"] : [...PLUGINS],
});

function tryParse(code: string, jsx: boolean): ParsedCell {
  try {
    const { program, errors } = parse(code, options(jsx));
    const [error] = errors ?? [];
    if (error) return { error: error.message };
    return { statements: program.body as unknown as readonly SyntaxNode[] };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { error: error.message };
  }
}

/** Parses a cell as Deno's kernel does: as TypeScript with JSX, or else as TypeScript. */
export function parseCell(code: string): ParsedCell {
  const withJsx = tryParse(code, true);
  if ("statements" in withJsx) return withJsx;
  const without = tryParse(code, false);
  return "statements" in without ? without : withJsx;
}

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === "object" && value !== null && "type" in value && "start" in value;

/** A node and all that are in it, parents first. */
export function* nodesIn(node: SyntaxNode): Generator<SyntaxNode, void> {
  yield node;
  for (const part of Object.values(node)) {
    for (const child of Array.isArray(part) ? part : [part]) if (isNode(child)) yield* nodesIn(child);
  }
}
