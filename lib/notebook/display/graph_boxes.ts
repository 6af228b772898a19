import { constantValue, type Node, type Symbolic } from "../../onnx/symbolic.ts";
import { type Graph } from "../../onnx/trace.ts";
import { shortNumber } from "../../short_number.ts";
import { inputsOf, operationOf, operationsOf, withoutAliases } from "./graph_nodes.ts";
import { typeInWords } from "./graph_words.ts";
import { elementsOf } from "./tensor_numbers.ts";

/** A box of a drawn graph. */
export interface GraphBox {
  /** An argument, an operation or a result. */
  readonly kind: "input" | "operation" | "output";
  /** In bold. */
  readonly title: string;
  /** Below it. */
  readonly details: readonly string[];
  /** The boxes whose values it takes, by their indices, which are smaller than its own. */
  readonly takes: readonly number[];
}

/** So many numbers of a constant are written out. */
const MOST_NUMBERS = 4;

/** A constant as the operation that takes it shows it: its few numbers, or its name and shape. */
function constantInWords(value: Symbolic): string | undefined {
  const constant = constantValue(value);
  if (!constant) return undefined;
  const { shape, data } = constant;
  if (data.length > MOST_NUMBERS) {
    const name = value.source.kind === "constant" ? value.source.name : "";
    return `${name || "constant"} [${shape.join(", ")}]`;
  }
  const numbers = Array.from(elementsOf(constant), shortNumber);
  return shape.length === 0 ? numbers.join("") : `[${numbers.join(", ")}]`;
}

/** The inputs, operations and outputs of a graph as boxes; constants stand in the operations that take them. */
export function boxesOf(graph: Graph): GraphBox[] {
  const boxes: GraphBox[] = [];
  const indices = new Map<Symbolic | Node, number>();
  const placeOf = (value: Symbolic): number[] => {
    const index = indices.get(operationOf(value) ?? withoutAliases(value));
    return index === undefined ? [] : [index];
  };
  for (const { name, value } of graph.inputs) {
    indices.set(value, boxes.length);
    boxes.push({ kind: "input", title: name, details: [typeInWords(value)], takes: [] });
  }
  for (const node of operationsOf(graph)) {
    const inputs = inputsOf(node);
    const constants = inputs.map(constantInWords).filter((words) => words !== undefined);
    const details = [...constants, ...node.outputs.map(typeInWords)];
    indices.set(node, boxes.length);
    boxes.push({ kind: "operation", title: node.type, details, takes: inputs.flatMap(placeOf) });
  }
  for (const { name, value } of graph.outputs) {
    boxes.push({ kind: "output", title: name, details: [typeInWords(value)], takes: placeOf(value) });
  }
  return boxes;
}
