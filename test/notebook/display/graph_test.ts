import assert from "node:assert/strict";
import { featureDifference } from "../../../lib/drag/tracking/feature_difference.ts";
import { fuseScores } from "../../../lib/drag/tracking/fuse_scores.ts";
import { boxesOf } from "../../../lib/notebook/display/graph_boxes.ts";
import { showFunction, showGraph } from "../../../lib/notebook/display/graph.ts";
import { named } from "../../../lib/onnx/alias.ts";
import { add, mul } from "../../../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../../../lib/onnx/symbolic.ts";
import { trace } from "../../../lib/onnx/trace.ts";
import { float32 } from "../../../lib/tensor.ts";
import { assertSnapshot } from "../../figures/snapshot.ts";
import { bundleOf, HOSTILE } from "./bundles.ts";

const type = (shape: number[]): { dtype: "float32"; shape: number[] } => ({ dtype: "float32", shape });

Deno.test("a small graph is drawn as it was, and counted", async () => {
  const maps = type([2, 13, 13]);
  const bundle = await bundleOf(showFunction(fuseScores, [maps, maps, maps]));
  assertSnapshot("notebook_graph", bundle["image/svg+xml"]!);
  assert.match(
    bundle["text/plain"],
    /^fuseScores: 22 operations, 3 inputs, 1 output, 14 constants of 18 numbers\.\n/,
  );
  assert.match(bundle["text/plain"], /\nin\.2 +float32 \[2, 13, 13\]\nout +float32/);
  assert.match(bundle["text/plain"], /\n\noperation +count\nSub +4\nWhere +4\n/);
});

Deno.test("a larger graph is only counted", async () => {
  const bundle = await bundleOf(
    showFunction(featureDifference, [type([1, 4, 3, 3]), type([1, 4])], { most: 3 }),
  );
  assert.ok(!("image/svg+xml" in bundle));
  assert.match(bundle["text/html"]!, /<td[^>]*>Abs<\/td><td[^>]*>1<\/td>/);
});

Deno.test("aliases are left out, and constants stand in the operation that takes them", () => {
  const f = (x: Symbolic): Symbolic[] => {
    const y = named("b4/y", mul(named("x", x), 2));
    return [y, add(y, float32([5], [1, 2, 3, 4, 5])), x];
  };
  const boxes = boxesOf(trace("f", f, [type([5])]).graph);
  assert.deepEqual(boxes.map(({ title, takes }) => [title, takes]), [
    ["in.0", []],
    ["Mul", [0]],
    ["Add", [1]],
    ["out.0", [1]],
    ["out.1", [2]],
    ["out.2", [0]],
  ]);
  assert.deepEqual(boxes[1]!.details, ["2", "float32 [5]"]);
  assert.deepEqual(boxes[2]!.details, ["constant [5]", "float32 [5]"]);
});

Deno.test("names in a graph are escaped", async () => {
  const { graph } = trace(HOSTILE, (x: { [key: string]: Symbolic }) => mul(x[HOSTILE]!, 2), [{
    [HOSTILE]: type([1]),
  }]);
  assert.match((await bundleOf(showGraph(graph)))["image/svg+xml"]!, /in\.0\.&lt;img src=x/);
  assert.match((await bundleOf(showGraph(graph, { most: 0 })))["text/html"]!, /in\.0\.&lt;img src=x/);
});
