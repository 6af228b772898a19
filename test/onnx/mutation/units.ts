import { type AnyNode, type Property } from "acorn";
import { type Source, walk } from "./source.ts";

/** A rule of the gradient table, or a function that rules are made of. */
export interface Unit {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** The operators whose gradient it has a part in. */
  readonly operators: readonly string[];
}

interface Declared {
  readonly name: string;
  readonly node: AnyNode;
  readonly isRule: boolean;
}

const nameOf = (p: Property): string => (p.key.type === "Identifier" ? p.key.name : "");

/** The top-level functions of a file, and the entries of its gradient table. */
function declarations({ tree }: Source): Declared[] {
  return tree.body.flatMap((statement): Declared[] => {
    const inner = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (inner?.type === "FunctionDeclaration") return [{ name: inner.id.name, node: inner, isRule: false }];
    if (inner?.type !== "VariableDeclaration") return [];
    return inner.declarations.flatMap(({ id, init }): Declared[] => {
      const name = id.type === "Identifier" ? id.name : "";
      if (!name.endsWith("GRADIENTS") || init?.type !== "ObjectExpression") {
        return [{ name, node: init!, isRule: false }];
      }
      return init.properties.flatMap((p) =>
        p.type === "Property" ? [{ name: nameOf(p), node: p.value, isRule: true }] : []
      );
    });
  });
}

/** The names that a piece of code uses. Local names count too: a unit may get operators too many, never too few. */
function namesIn(node: AnyNode): Set<string> {
  const names = new Set<string>();
  walk(node, (n, parent) => {
    const isMember = parent?.type === "MemberExpression" && parent.property === n && !parent.computed;
    if (n.type === "Identifier" && !isMember) names.add(n.name);
  });
  return names;
}

/** The units of a file of gradient rules. */
export function unitsOf(source: Source): Unit[] {
  const all = declarations(source);
  const helpers = new Map(all.filter((d) => !d.isRule).map((d) => [d.name, namesIn(d.node)]));
  const reached = (from: ReadonlySet<string>): Set<string> => {
    const seen = new Set(from);
    for (const name of seen) for (const used of helpers.get(name) ?? []) seen.add(used);
    return seen;
  };
  const rules = all.filter((d) => d.isRule).map((d) => ({
    operator: d.name,
    uses: reached(namesIn(d.node)),
  }));
  return all.map(({ name, node, isRule }) => ({
    name,
    start: node.start,
    end: node.end,
    operators: isRule ? [name] : rules.filter(({ uses }) => uses.has(name)).map(({ operator }) => operator),
  }));
}
