import assert from "node:assert/strict";
import { float32ToFloat16 } from "../../lib/formats/float16.ts";
import { cast, mul, reshape } from "../../lib/onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../lib/onnx/symbolic.ts";
import { trace } from "../../lib/onnx/trace.ts";
import { Values } from "../../lib/onnx/values.ts";
import { tensor } from "../../lib/tensor.ts";

const half = tensor("float16", [4], float32ToFloat16(Float32Array.of(1, 2, 3, 4)));
const type = { dtype: "float32", shape: [2, 2] } as const;
const scaled = (x: Symbolic): Symbolic => mul(reshape(x, [4]), cast(constant(half, "weight"), "float32"));

/** What tells the Reshapes of a function their shapes: constants, or inputs of the model. */
function told(f: (x: Symbolic) => Symbolic): { readonly [kind in "constant" | "input"]: number } {
  const values = new Values(trace("f", f, [type]).graph, 0);
  const shapes = [...values.nodes.keys()].flatMap(({ type, inputs }) =>
    type === "Reshape" ? [inputs[1]!] : []
  );
  const hidden = shapes.filter((shape) => values.shapes.includes(shape)).length;
  return { constant: shapes.length - hidden, input: hidden };
}

Deno.test("where many weights are widened no Reshape has a shape that is known in advance", () => {
  assert.deepEqual(told(scaled), { constant: 0, input: 2 });
  assert.deepEqual(told((x) => reshape(scaled(x), [1, 4])), { constant: 0, input: 3 });
});

Deno.test("equal shapes are one input of the model", () => {
  assert.equal(new Values(trace("scaled", scaled, [type]).graph, 0).shapes.length, 1);
});

Deno.test("elsewhere shapes stay constants", () => {
  const values = new Values(trace("flat", (x: Symbolic) => reshape(x, [4]), [type]).graph);
  assert.deepEqual(values.shapes, []);
});
