import { parseExpression } from "@babel/parser";
import { InputError } from "../../../errors.ts";
import { type SyntaxNode } from "../cell/parse_cell.ts";

function valueOf(node: SyntaxNode): unknown {
  if (node.type === "NullLiteral") return null;
  if (node.type === "ArrayExpression") return (node["elements"] as SyntaxNode[]).map(valueOf);
  if (node.type === "ObjectExpression") {
    return Object.fromEntries(
      (node["properties"] as SyntaxNode[]).map(({ key, value }) => [
        (key as SyntaxNode)["value"],
        valueOf(value as SyntaxNode),
      ]),
    );
  }
  return node["value"];
}

/**
 * Reads JSON that may hold comments and commas before a closing bracket. What goes beyond that is not all refused.
 *
 * @throws {InputError} where the text is something else.
 */
export function parseJsonWithComments(text: string): unknown {
  try {
    return valueOf(parseExpression(text) as unknown as SyntaxNode);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new InputError(`Expected JSON but found: ${cause.message}.`, { cause });
  }
}
