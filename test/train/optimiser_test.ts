import assert from "node:assert/strict";
import { adamStart, adamUpdate } from "../../lib/optimise/adam.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";
import {
  gradientNorm,
  type OptimiserNumbers,
  type Trained,
  updateTrained,
} from "../../lib/train/optimiser.ts";

const numbers: OptimiserNumbers = { learningRate: 0.1, warmUp: 0, clip: 1, average: 0.5 };
const fresh = (): Trained => ({
  shape: [2],
  weights: Float32Array.of(1, -2),
  average: Float32Array.of(1, -2),
  mean: new Float32Array(2),
  square: new Float32Array(2),
});

Deno.test("weights move as Adam moves them, by the clipped gradient", () => {
  const own = fresh();
  let [state, variable]: [ReturnType<typeof adamStart>, Tensor] = [
    adamStart(2),
    float32([2], own.weights.slice()),
  ];
  for (let count = 1; count <= 3; count++) {
    const gradient = Float32Array.of(3 * count, 4 * count);
    const norm = gradientNorm([gradient]);
    assert.equal(norm, 5 * count);
    updateTrained(own, gradient, norm, numbers, { step: count - 1, count });
    const clipped = float32([2], gradient.map((g) => g / norm));
    ({ state, variable } = adamUpdate(state, variable, clipped, numbers.learningRate));
  }
  assert.ok(own.weights.every((w, i) => Math.abs(w - Number(variable.data[i])) < 1e-6));
});

Deno.test("the norm is that of all weights together, and small gradients are not clipped", () => {
  assert.equal(gradientNorm([Float32Array.of(1, 2), Float32Array.of(2)]), 3);
  const [one, other] = [fresh(), fresh()];
  const gradient = Float32Array.of(0.3, 0.4);
  updateTrained(one, gradient, 0.5, numbers, { step: 0, count: 1 });
  updateTrained(other, gradient, 0.5, { ...numbers, clip: Infinity }, { step: 0, count: 1 });
  assert.deepEqual(one, other);
});

Deno.test("the learning rate rises in the warm-up, and the average forgets its start", () => {
  const [slow, full] = [fresh(), fresh()];
  const gradient = Float32Array.of(0.3, 0.4);
  updateTrained(slow, gradient, 0.5, { ...numbers, warmUp: 4 }, { step: 0, count: 1 });
  updateTrained(full, gradient, 0.5, numbers, { step: 0, count: 1 });
  assert.ok(Math.abs((1 - slow.weights[0]!) / (1 - full.weights[0]!) - 0.25) < 1e-5);
  const moved = fresh();
  moved.weights.fill(5);
  updateTrained(moved, new Float32Array(2), 0, numbers, { step: 0, count: 1 });
  assert.deepEqual(
    [...moved.average].map((v) => v.toFixed(4)),
    ["4.6000", "4.3000"],
    "keeps a tenth at first",
  );
  updateTrained(moved, new Float32Array(2), 0, numbers, { step: 1000, count: 2 });
  assert.equal(moved.average[0]!.toFixed(4), "4.8000", "and half of it later");
});
