import assert from "node:assert/strict";
import { type ConvOptions } from "../../lib/onnx/ops/convolution.ts";
import * as o from "../../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { trace } from "../../lib/onnx/trace.ts";
import { checkWebgpu } from "../../lib/runtime/check_webgpu.ts";

/** Checks a graph of a function of float32 tensors. */
function check(f: (...xs: Symbolic[]) => Symbolic, ...shapes: readonly (readonly number[])[]): void {
  checkWebgpu(trace("layer", f, shapes.map((shape) => ({ dtype: "float32", shape }))).graph);
}

const refused = (body: () => void, what: string): void =>
  assert.throws(body, {
    name: "InputError",
    message: `layer: Expected operators that WebGPU computes rightly but found ${what}; take provider "cpu".`,
  });

function checkConv(from: number, to: number, kernel = 3, options: ConvOptions = {}): void {
  const weight = [to, from / (options.group ?? 1), kernel, kernel];
  check((x, w) => o.relu(o.conv(o.neg(x!), w!, options)), [1, from, 8, 8], weight);
}

Deno.test("convolutions that WebGPU computes wrongly are refused, others are not", () => {
  refused(() => checkConv(6, 4), "a convolution from 6 to 4 channels");
  refused(() => checkConv(9, 8, 3, { pad: 1 }), "a convolution from 9 to 8 channels");
  refused(() => checkConv(30, 12, 2), "a convolution from 30 to 12 channels");
  refused(() => checkConv(6, 4, 1, { stride: 2 }), "a convolution from 6 to 4 channels");
  refused(() => checkConv(6, 4, 1, { pad: 1 }), "a convolution from 6 to 4 channels");
  for (const [from, to] of [[3, 4], [12, 4], [24, 8], [5, 4], [8, 6], [6, 3], [6, 6], [512, 512]] as const) {
    checkConv(from, to);
  }
  checkConv(6, 4, 1);
  checkConv(12, 8, 3, { group: 2 });
  checkConv(6, 12, 3, { group: 6 });
});

Deno.test("transposed convolutions that WebGPU computes wrongly are refused, others are not", () => {
  const transposed = (from: number, to: number, group: number): void =>
    check((x, w) => o.convTranspose(x!, w!, { group }), [1, from, 8, 8], [from, to / group, 3, 3]);
  refused(() => transposed(12, 3, 3), "a transposed convolution of 3 groups from 4 channels to 1");
  refused(() => transposed(4, 2, 2), "a transposed convolution of 2 groups from 2 channels to 1");
  transposed(4, 1, 1);
  transposed(9, 3, 3);
  transposed(4, 4, 4);
  transposed(8, 4, 2);
});

Deno.test("slices backwards from within are refused, others are not", () => {
  const sliced = (start: number, end: number, step: number): void =>
    check((x) => o.slice(x!, 1, start, end, step), [2, 5]);
  const what = "a slice backwards from within";
  refused(() => sliced(3, 0, -1), what);
  refused(() => sliced(-2, -99, -2), what);
  sliced(4, 0, -1);
  sliced(-1, -99, -1);
  sliced(9, 1, -2);
  sliced(1, 3, 1);
  check((x) => o.flip(x!, -1), [2, 5]);
});
