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
  /** Whether it ends something: at one place this comes before what begins, the inner before the outer. */
  readonly closes?: true;
}

const around = ({ start, end }: SyntaxNode, opening: string, closing: string): Edit[] => [
  { start, end: start, text: opening },
  { start: end, end, text: closing, closes: true },
];

const call = (name: keyof CellHelpers, node: SyntaxNode): Edit[] => around(node, `${HELPERS}.${name}(`, ")");

const CHECK = `if(${HELPERS}.pending[0])${HELPERS}.check();`;

function loopEdits(body: SyntaxNode): Edit[] {
  if (body.type !== "BlockStatement") return around(body, `{${CHECK}`, "}");
  const start = body.start + 1;
  return [{ start, end: start, text: CHECK }];
}

/** `source` may also be an expression, in `import(…)`. */
function importEdits(source: SyntaxNode, folder: URL): Edit[] {
  if (source.type !== "StringLiteral") return call("resolve", source);
  const specifier = String(source["value"]);
  if (!isRelative(specifier)) return [];
  return [{ start: source.start, end: source.end, text: JSON.stringify(new URL(specifier, folder).href) }];
}

const IMPORTS = ["ImportDeclaration", "ExportNamedDeclaration", "ExportAllDeclaration", "ImportExpression"];

const LOOPS = ["ForStatement", "ForInStatement", "ForOfStatement", "WhileStatement", "DoWhileStatement"];

function editsOf(node: SyntaxNode, folder: URL): Edit[] {
  if (node.type === "AwaitExpression") return call("wait", node["argument"] as SyntaxNode);
  if (IMPORTS.includes(node.type) && node["source"]) {
    return importEdits(node["source"] as SyntaxNode, folder);
  }
  if (!LOOPS.includes(node.type)) return [];
  return [
    ...(node["await"] ? call("each", node["right"] as SyntaxNode) : []),
    ...loopEdits(node["body"] as SyntaxNode),
  ];
}

function resultEdits(statements: readonly SyntaxNode[]): Edit[] {
  const last = statements.at(-1);
  if (last?.type !== "ExpressionStatement") return [];
  const expression = last["expression"] as SyntaxNode;
  // `a, b` would become two arguments.
  return expression.type === "SequenceExpression" ? [] : call("result", expression);
}

/** @param edits those of outer nodes before those of inner ones. */
function apply(code: string, edits: readonly Edit[]): string {
  const ranked = edits.map((edit, i) => ({ ...edit, rank: edit.closes ? -i : i }));
  let [result, at] = ["", 0];
  for (const { start, end, text } of ranked.sort((a, b) => a.start - b.start || a.rank - b.rank)) {
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
 * Rewrites a cell so that an interrupt ends its awaits and its loops, that imports start from the notebook's folder,
 * and that its result may be large. It does so in functions as well, for cells that call them wait for what they
 * do; `await using` stays as it is. Lines stay, columns move.
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
