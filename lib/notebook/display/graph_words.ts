import { counted } from "../../counted.ts";
import { type Graph } from "../../onnx/trace.ts";
import { type TensorType } from "../../onnx/symbolic.ts";
import { type TextTable } from "../../lab/tables/text_table.ts";
import { constantsOf, operationsOf } from "./graph_nodes.ts";

/** A dtype and a shape: `float32 [1, 512]`. */
export const typeInWords = ({ dtype, shape }: TensorType): string => `${dtype} [${shape.join(", ")}]`;

/** What a graph consists of, in a sentence. */
export function graphInWords(graph: Graph): string {
  const operations = operationsOf(graph);
  const constants = constantsOf(operations);
  const numbers = [...constants].reduce((sum, { data }) => sum + data.length, 0);
  const held = constants.size === 0 ? "" : ` of ${counted(numbers, "number")}`;
  return [
    counted(operations.length, "operation"),
    counted(graph.inputs.length, "input"),
    counted(graph.outputs.length, "output"),
    `${counted(constants.size, "constant")}${held}.`,
  ].join(", ");
}

/** Inputs and outputs of a graph with their types. */
export const borderTable = ({ inputs, outputs }: Graph): TextTable => ({
  head: ["name", "type"],
  rows: [...inputs, ...outputs].map(({ name, value }) => [name, typeInWords(value)]),
  right: [],
});

/** How many operations of each kind a graph has, the most frequent first. */
export function countsTable(graph: Graph): TextTable {
  const counts = Map.groupBy(operationsOf(graph), ({ type }) => type);
  const rows = [...counts].map(([type, nodes]) => [type, `${nodes.length}`])
    .sort(([a, m], [b, n]) => Number(n) - Number(m) || (a! < b! ? -1 : 1));
  return { head: ["operation", "count"], rows, right: [1] };
}
