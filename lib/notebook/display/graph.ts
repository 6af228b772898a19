import { type Symbolic, type TensorType } from "../../onnx/symbolic.ts";
import { type Graph, trace } from "../../onnx/trace.ts";
import { type Tree } from "../../onnx/tree.ts";
import { alignedTable } from "../../lab/tables/text_table.ts";
import { type Displayable, displayable } from "./displayable.ts";
import { figureBundle } from "./figure.ts";
import { boxesOf } from "./graph_boxes.ts";
import { drawGraph } from "./graph_drawing.ts";
import { borderTable, countsTable, graphInWords } from "./graph_words.ts";
import { tablesBundle } from "./table.ts";

/** Options of {@linkcode showGraph}. */
export interface ShowGraphOptions {
  /** A graph of so many boxes at most is drawn, a larger one is counted only (default 60). */
  readonly most?: number;
}

/**
 * A traced graph: inputs and outputs with their types, how many operations of each kind, and a drawing where it is
 * small. Names and aliases, which compute nothing, are left out.
 */
export function showGraph(graph: Graph, { most = 60 }: ShowGraphOptions = {}): Displayable {
  const boxes = boxesOf(graph);
  const counts = graphInWords(graph);
  const words = `${graph.name}: ${counts}`;
  const tables = [borderTable(graph), countsTable(graph)];
  if (boxes.length > most) return displayable(() => tablesBundle(words, tables));
  const svg = drawGraph(boxes, { title: graph.name, caption: counts });
  return displayable(() => figureBundle(svg, [words, ...tables.map(alignedTable)].join("\n\n")));
}

/**
 * The graph of a function for arguments of some types, such as a tensor function or its gradient: see
 * {@linkcode showGraph}.
 *
 * @throws {InputError} when the function does not take arguments of these types.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mul, reduceSum } from "../../onnx/ops/mod.ts";
 * import type { Symbolic } from "../../onnx/symbolic.ts";
 * import { DISPLAY } from "./displayable.ts";
 * import { showFunction } from "./graph.ts";
 * const dot = (a: Symbolic, b: Symbolic) => reduceSum(mul(a, b));
 * const vector = { dtype: "float32", shape: [3] } as const;
 * const bundle = await showFunction(dot, [vector, vector])[DISPLAY]();
 * assert.match(bundle["text/plain"], /^dot: 2 operations, 2 inputs, 1 output, 1 constant of 1 number\.\n/);
 * ```
 */
export const showFunction = (
  f: (...args: never[]) => Tree<Symbolic>,
  types: readonly Tree<TensorType>[],
  options: ShowGraphOptions = {},
): Displayable =>
  showGraph(trace("title" in f ? `${f.title}` : f.name || "function", f, types).graph, options);
