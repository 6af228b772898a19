import assert from "node:assert/strict";
import { blendedSupervision } from "../../../lib/drag/supervision/blended_supervision.ts";
import { confidenceBlend } from "../../../lib/drag/supervision/confidence_blend.ts";
import { confidentSupervision } from "../../../lib/drag/supervision/confident_supervision.ts";
import { SUPERVISIONS } from "../../../lib/drag/supervision/mod.ts";
import { type Supervision } from "../../../lib/drag/supervision/supervision.ts";
import { InputError } from "../../../lib/errors.ts";
import { type Symbolic } from "../../../lib/onnx/symbolic.ts";
import { grad } from "../../../lib/onnx/transforms.ts";
import * as o from "../../../lib/onnx/ops/mod.ts";
import { openRuntime, type Runtime } from "../../../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../../../lib/tensor.ts";
import { normalTensor } from "../../normal_tensor.ts";
import { apart } from "../tracking/solve.ts";

const [N, C, K, TAU, SOFTNESS] = [4, 2, 3, 0.6, 0.15];
const [current, template, shifted] = [1, 2, 3].map((seed) => normalTensor([N, C, K, K], seed)) as [
  Tensor,
  Tensor,
  Tensor,
];
const weights = float32([N, K, K], Float32Array.from({ length: N * K * K }, (_, i) => (i % 4 === 1 ? 0 : 1)));
const confidence = float32([N], [0.2, 0.59, 0.6, 1.1]);
const number = (v: number): Tensor => float32([], [v]);

/** What is supervised by, and where it counts, at element i of a patch. */
function blended(i: number): { wished: number; counts: number; share: number } {
  const n = Math.floor(i / (C * K * K));
  const share = 1 / (1 + Math.exp(-(confidence.data[n]! - TAU) / SOFTNESS));
  const wished = share * Number(current.data[i]) + (1 - share) * Number(template.data[i]);
  return { wished, counts: weights.data[n * K * K + (i % (K * K))]!, share };
}

/** How many numbers of a handle count. */
const countOf = (n: number): number =>
  C * weights.data.slice(n * K * K, (n + 1) * K * K).reduce((s, w) => s + w, 0);

Deno.test("the blend is supervised by its share of each patch, and pulls the shifted patch alone", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const losses = new Float64Array(N);
  const slopes = Array.from(shifted.data as Float32Array, (value, i) => {
    const { wished, counts } = blended(i);
    const n = Math.floor(i / (C * K * K));
    losses[n]! += (counts * Math.abs(wished - value)) / countOf(n);
    return (counts * Math.sign(value - wished)) / countOf(n);
  });
  const f = (to: Symbolic, a: Symbolic, b: Symbolic, w: Symbolic, s: Symbolic): Symbolic =>
    blendedSupervision(a, b, to, w, s, o.add(TAU, 0), o.add(SOFTNESS, 0));
  const args = [shifted, current, template, weights, confidence] as const;
  const slope = grad((...xs: Parameters<typeof f>) => o.reduceSum(f(...xs)));
  assert(apart((await runtime.run(f, ...args)).data as Float32Array, losses) < 1e-6);
  assert(apart((await runtime.run(slope, ...args)).data as Float32Array, slopes) < 1e-6);
});

Deno.test("with hardly any softness the blend is the switch", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const args = [current, template, shifted, weights, confidence] as const;
  const soft = await runtime.run(blendedSupervision, ...args, number(0.595), number(1e-4));
  const hard = await runtime.run(confidentSupervision, ...args, number(0.595));
  assert(apart(soft.data as Float32Array, hard.data as Float32Array) < 1e-6);
});

async function supervised(runtime: Runtime, { supervise }: Supervision): Promise<Float32Array[]> {
  const f = (a: Symbolic, b: Symbolic, to: Symbolic, w: Symbolic, s: Symbolic): Symbolic[] => {
    const { losses, byTemplate } = supervise({
      current: a,
      template: b,
      shifted: to,
      weights: w,
      confidence: s,
    });
    return [losses, byTemplate];
  };
  const found = await runtime.run(f, current, template, shifted, weights, confidence);
  return found.map(({ data }) => data as Float32Array);
}

const byTemplate: Record<string, readonly number[]> = {
  "current-feature": [0, 0, 0, 0],
  "template-feature": [1, 1, 1, 1],
  "confidence-switch": [1, 1, 0, 0],
  "confidence-blend": [1, 1, 0, 0],
};

Deno.test("every supervision says by what each handle was supervised, and its losses are numbers", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  for (const [name, make] of Object.entries(SUPERVISIONS)) {
    const [losses, found] = await supervised(runtime, make({ tau: TAU }));
    assert(losses!.length === N && losses!.every((v) => Number.isFinite(v) && v > 0), name);
    if (byTemplate[name]) assert.deepEqual([...found!], byTemplate[name], name);
  }
});

Deno.test("a blend without softness, or with a tau that is no number, is refused", () => {
  for (const [tau, softness] of [[0.5, 0], [0.5, NaN], [Infinity, 0.1]] as const) {
    assert.throws(
      () => confidenceBlend(tau, softness),
      (error) => error instanceof InputError && /finite tau and softness > 0/.test(error.message),
    );
  }
});
