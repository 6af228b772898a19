import { type AnyNode, type CallExpression, type ObjectExpression } from "acorn";
import { parseSource, type Source, walk } from "./source.ts";
import { unitsOf } from "./units.ts";

/** One small change of one gradient rule. */
export interface Mutant {
  /** The function in which it is. */
  readonly unit: string;
  /** The operators whose gradient it should spoil. */
  readonly operators: readonly string[];
  /** The line where it is. */
  readonly line: string;
  readonly from: string;
  readonly to: string;
  /** The whole file, changed, as JavaScript. */
  readonly text: string;
}

/** What an operation, or an operator of the language, is mistaken for. */
const MISTAKEN: Readonly<Record<string, readonly string[]>> = {
  add: ["sub"],
  sub: ["add"],
  mul: ["div"],
  div: ["mul"],
  sin: ["cos"],
  cos: ["sin"],
  and: ["or"],
  less: ["lessOrEqual", "greater"],
  lessOrEqual: ["less", "greaterOrEqual"],
  greater: ["greaterOrEqual", "less"],
  greaterOrEqual: ["greater", "lessOrEqual"],
  reduceSum: ["reduceMean"],
  reduceMean: ["reduceSum"],
  min: ["max"],
  max: ["min"],
  "+": ["-"],
  "-": ["+"],
  "*": ["/"],
  "/": ["*"],
  "%": ["*"],
  "===": ["!=="],
  "!==": ["==="],
  "<": ["<=", ">"],
  ">": [">=", "<"],
  ">=": [">", "<"],
  "<=": ["<", ">"],
  "&&": ["||"],
};

/** Operations whose operands are not interchangeable. */
const ORDERED = new Set([
  "sub",
  "div",
  "pow",
  "matMul",
  "less",
  "greater",
  "lessOrEqual",
  "greaterOrEqual",
  "where",
]);
/** Operations that mean something with either operand alone. */
const BINARY = new Set(["add", "sub", "mul", "div", "and", "matMul"]);

interface Edit {
  readonly at: AnyNode;
  readonly to: string;
}

type Of = (node: AnyNode) => string;

/** A call with its last two arguments exchanged. */
function exchanged(call: CallExpression, of: Of): string {
  const args = call.arguments.map(of);
  return `${of(call.callee)}(${[...args.slice(0, -2), ...args.slice(-2).reverse()].join(", ")})`;
}

function ofCall(call: CallExpression, of: Of): Edit[] {
  const { callee, arguments: args } = call;
  const member = callee.type === "MemberExpression" && callee.property.type === "Identifier";
  const isOperation = member && callee.object.type === "Identifier" && callee.object.name === "o";
  const isMath = member && callee.object.type === "Identifier" && callee.object.name === "Math";
  if (!isOperation && !isMath) return [];
  const name = callee.property.type === "Identifier" ? callee.property.name : "";
  const renamed = (MISTAKEN[name] ?? []).map((to) => ({ at: callee.property, to }));
  const kept = name === "where" ? args.slice(1) : args.slice(0, BINARY.has(name) ? 2 : 1);
  const alone = kept.map((a) => ({ at: call, to: of(a) }));
  const swapped = ORDERED.has(name) ? [{ at: call, to: exchanged(call, of) }] : [];
  return [...renamed, ...alone, ...swapped];
}

/** Every cotangent that a rule returns, dropped and negated. */
const ofReturned = (elements: readonly (AnyNode | null)[], of: Of): Edit[] =>
  elements.flatMap((e) =>
    e && e.type !== "SpreadElement" && of(e) !== "undefined"
      ? [{ at: e, to: "undefined" }, { at: e, to: `((v) => v && o.neg(v))(${of(e)})` }]
      : []
  );

function editsOf(node: AnyNode, parent: AnyNode | undefined, of: Of): Edit[] {
  const returned = parent?.type === "ReturnStatement" || parent?.type === "ArrowFunctionExpression";
  if (node.type === "CallExpression") return ofCall(node, of);
  if (node.type === "ArrayExpression" && returned) return ofReturned(node.elements, of);
  if (node.type === "ObjectExpression" && parent?.type === "CallExpression") return ofOptions(node, of);
  if (node.type === "Literal" && typeof node.value === "number") {
    return [{ at: node, to: `${node.value + 1}` }];
  }
  if (node.type === "Literal" && typeof node.value === "boolean") return [{ at: node, to: `${!node.value}` }];
  if (node.type === "Literal" && parent?.type === "CallExpression") return ofAttribute(node, parent, of);
  if (node.type === "UnaryExpression") return [{ at: node, to: of(node.argument) }];
  if (node.type === "ConditionalExpression") {
    return [node.consequent, node.alternate].map((branch) => ({ at: node, to: of(branch) }));
  }
  if (node.type === "BinaryExpression" || node.type === "LogicalExpression") {
    return (MISTAKEN[node.operator] ?? []).map((operator) => ({
      at: node,
      to: `(${of(node.left)} ${operator} ${of(node.right)})`,
    }));
  }
  return [];
}

/** Options without one of them. */
const ofOptions = (options: ObjectExpression, of: Of): Edit[] =>
  options.properties.map((left) => ({
    at: options,
    to: `{ ${options.properties.filter((p) => p !== left).map(of).join(", ")} }`,
  }));

/** An attribute that is not found, so that its default is taken. */
const ofAttribute = (name: AnyNode, call: CallExpression, of: Of): Edit[] =>
  /^(int|ints|float)Of$/.test(of(call.callee)) ? [{ at: name, to: '"absent"' }] : [];

const apply = ({ text }: Source, { at, to }: Edit): string =>
  text.slice(0, at.start) + to + text.slice(at.end);

/** All small changes of the rules in a TypeScript file of the gradient table. */
export function mutantsOf(typescript: string): Mutant[] {
  const source = parseSource(typescript);
  const of: Of = (node) => source.text.slice(node.start, node.end);
  const units = unitsOf(source);
  const edits: Edit[] = [];
  walk(source.tree, (node, parent) => edits.push(...editsOf(node, parent, of)));
  return edits.flatMap((edit) => {
    const unit = units.find(({ start, end }) => start <= edit.at.start && edit.at.end <= end);
    if (!unit || unit.operators.length === 0) return [];
    const { name, operators } = unit;
    const line = typescript.split("\n")[typescript.slice(0, edit.at.start).split("\n").length - 1]!.trim();
    return [{ unit: name, operators, line, from: of(edit.at), to: edit.to, text: apply(source, edit) }];
  });
}
