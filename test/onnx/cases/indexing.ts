import * as o from "../../../lib/onnx/ops/mod.ts";
import { apply, constant, int64s, op } from "../../../lib/onnx/symbolic.ts";
import { type Case, casesOf, indices, normal, spread } from "./case.ts";

const gathered = (
  name: string,
  shape: readonly number[],
  at: ReturnType<typeof indices>,
  axis: number,
): Case => casesOf("Gather")(name, (x) => o.gather(x, at, axis), [normal(shape)]);

const elements = casesOf("GatherElements");
const tuples = casesOf("GatherND");
const scattered = casesOf("ScatterElements");
const scatteredTuples = casesOf("ScatterND");
const ranked = casesOf("TopK");

const columns = indices([2, 3], [0, 2, 0, 1, 1, -1]);
const rows = indices([1, 3], [1, 0, 1]);
const pairs = indices([3, 2], [0, 1, 1, 0, 0, 1]);
const singles = indices([2, 1], [1, 1]);

/** Cases of the operators that look elements up by index. */
export const INDEXING_CASES: readonly Case[] = [
  gathered("rows, one of them twice", [4, 2], indices([3], [1, 3, 1]), 0),
  gathered("the middle axis", [2, 3, 2], indices([2], [2, 0]), 1),
  gathered("a negative axis and negative indices", [2, 4], indices([3], [-1, 1, -4]), -1),
  gathered("one row, its axis dropped", [3, 2], indices([], [2]), 0),
  gathered("a table of indices", [2, 3, 2], indices([2, 2], [0, 2, 2, 1]), 1),
  casesOf("Gather")("along ONNX's own axis", (x) => op("Gather", [x, constant(indices([2], [2, 0]))]), [
    normal([3, 2]),
  ]),
  elements("along ONNX's own axis", (x) => op("GatherElements", [x, constant(rows)]), [normal([2, 3])]),
  elements("columns, some twice", (x) => o.gatherElements(x, columns, 1), [normal([2, 3])]),
  elements("fewer than there are, a negative axis", (x) => o.gatherElements(x, rows, -2), [normal([2, 3])]),
  tuples("elements, one of them twice", (x) => o.gatherND(x, pairs), [normal([2, 3])]),
  tuples("rows, one of them twice", (x) => o.gatherND(x, singles), [normal([2, 3])]),
  scattered("to columns, some twice", (x, u) => o.scatterElementsAdd(x, columns, u, 1), [
    normal([2, 3], 1),
    normal([2, 3], 2),
  ]),
  scattered("along a negative axis", (x, u) => o.scatterElementsAdd(x, rows, u, -2), [
    normal([2, 3], 1),
    normal([1, 3], 2),
  ]),
  scattered(
    "along ONNX's own axis",
    (x, u) => op("ScatterElements", [x, constant(rows), u], { reduction: { string: "add" } }),
    [normal([2, 3], 1), normal([1, 3], 2)],
  ),
  scatteredTuples("elements, one of them twice", (x, u) => o.scatterNDAdd(x, pairs, u), [
    normal([2, 3], 1),
    normal([3], 2),
  ]),
  scatteredTuples("rows, one of them twice", (x, u) => o.scatterNDAdd(x, singles, u), [
    normal([2, 3], 1),
    normal([2, 3], 2),
  ]),
  ranked("along the last axis", (x) => o.topK(x, 2).values, [spread([3, 4])]),
  ranked("along the first axis", (x) => o.topK(x, 3, 0).values, [spread([4, 3])]),
  ranked("absent from the indices", (x) => o.cast(o.topK(x, 2).indices, "float64"), [spread([2, 3])], {
    gradients: [undefined],
  }),
  ranked("along ONNX's own axis", (x) => apply("TopK", [x, int64s([2])])[0]!, [spread([2, 3, 4])]),
];
