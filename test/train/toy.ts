import { matMul, reduceMean, square, sub } from "../../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { type Tensor } from "../../lib/tensor.ts";
import { type TrainingJob } from "../../lib/train/run_training.ts";
import { type Tensors } from "../../lib/train/training_state.ts";
import { normalTensor } from "../normal_tensor.ts";

/** Weights of a linear map. */
export const toyStart = (): Tensors => new Map([["w", normalTensor([3, 2], 1)], ["b", normalTensor([2], 2)]]);

/** A linear map is to learn another one, x · 2 in the first two of three numbers. */
export const toyJob = (steps: number): TrainingJob<"x" | "y"> => ({
  name: "toy",
  recipe: "a linear map",
  start: toyStart(),
  loss: (p, { x, y }): Symbolic => reduceMean(square(sub(sub(matMul(x, p("w", [3, 2])), p("b", [2])), y))),
  batch(step): { x: Tensor; y: Tensor } {
    const x = normalTensor([4, 3], step + 10);
    const y = x.data.filter((_, i) => i % 3 < 2).map((v) => 2 * v);
    return { x, y: { dtype: "float32", shape: [4, 2], data: y as Float32Array } };
  },
  numbers: { learningRate: 0.1, warmUp: 5, clip: 10, average: 0.9 },
  steps,
});
