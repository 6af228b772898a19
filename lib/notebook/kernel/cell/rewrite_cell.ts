import { type CellHelpers, HELPERS, isRelative } from "./cell_helpers.ts";
import { nodesIn, parseCell, type SyntaxNode } from "./parse_cell.ts";

/** A cell as the kernel of Deno gets it. */
export interface RewrittenCell {
  /** Its code, with the same lines. */
  readonly code: string;
  /** What our parser found wrong; the code is as it was then. */
  readonly syntaxError?: string;
}

/** Text for a range of the code; ranges do not overlap, empty ones insert. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const call = (name: keyof CellHelpers, { start, end }: SyntaxNode): Edit[] => [
  { start, end: start, text: `${HELPERS}.${name}(` },
  { start: end, end, text: ")" },
];

/** `source` may also be an expression, in `import(…)`. */
function importEdits(source: SyntaxNode, folder: URL): Edit[] {
  if (source.type !== "StringLiteral") return call("resolve", source);
  const specifier = String(source["value"]);
  if (!isRelative(specifier)) return [];
  return [{ start: source.start, end: source.end, text: JSON.stringify(new URL(specifier, folder).href) }];
}

const IMPORTS = ["ImportDeclaration", "ExportNamedDeclaration", "ExportAllDeclaration", "ImportExpression"];

function editsOf(node: SyntaxNode, folder: URL): Edit[] {
  if (node.type === "AwaitExpression") return call("wait", node["argument"] as SyntaxNode);
  if (node.type === "ForOfStatement" && node["await"]) return call("each", node["right"] as SyntaxNode);
  if (IMPORTS.includes(node.type) && node["source"]) {
    return importEdits(node["source"] as SyntaxNode, folder);
  }
  return [];
}

function resultEdits(statements: readonly SyntaxNode[]): Edit[] {
  const last = statements.at(-1);
  if (last?.type !== "ExpressionStatement") return [];
  const expression = last["expression"] as SyntaxNode;
  // `a, b` would become two arguments.
  return expression.type === "SequenceExpression" ? [] : call("result", expression);
}

function apply(code: string, edits: readonly Edit[]): string {
  let [result, at] = ["", 0];
  // Where two nodes begin at one place the outer one's edit stands first, and stays so.
  for (const { start, end, text } of edits.toSorted((a, b) => a.start - b.start)) {
    result += code.slice(at, start) + text;
    at = end;
  }
  return result + code.slice(at);
}

/** As Deno's kernel has it: what looks like an object is one. */
function asObject(code: string): string {
  if (!code.trimStart().startsWith("{") || code.trimEnd().endsWith(";")) return code;
  const object = `(${code})`;
  return "statements" in parseCell(object) ? object : code;
}

/**
 * Rewrites a cell so that an interrupt ends its awaits and its iterations by `for await`, that imports start from
 * the notebook's folder, and that its result may be large. It does so in functions as well, for cells that call
 * them wait for what they do; `await using` stays as it is. Lines stay, columns move.
 *
 * @param folder the notebook's folder, ending in a slash.
 */
export function rewriteCell(code: string, folder: URL): RewrittenCell {
  const source = asObject(code);
  const parsed = parseCell(source);
  if ("error" in parsed) return { code, syntaxError: parsed.error };
  const nodes = parsed.statements.flatMap((statement) => [...nodesIn(statement)]);
  return {
    code: apply(source, [
      ...resultEdits(parsed.statements),
      ...nodes.flatMap((node) => editsOf(node, folder)),
    ]),
  };
}
