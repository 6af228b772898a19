import { type Tensor } from "../tensor.ts";

/** What Adam remembers between updates. */
export interface AdamState {
  /** Updates made so far. */
  readonly count: number;
  /** Running mean of the gradient, one number for each of the variable. */
  readonly mean: Float32Array;
  /** Running mean of the gradient's square, as long. */
  readonly square: Float32Array;
}

const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8];

/** Adam before its first update of a variable of `size` numbers. */
export const adamStart = (size: number): AdamState => ({
  count: 0,
  mean: new Float32Array(size),
  square: new Float32Array(size),
});

/**
 * One update of Adam with β = (0.9, 0.999), ε = 1e-8, as PyTorch computes it in single precision. With a weight decay
 * it is AdamW: the variable shrinks by learningRate · weightDecay of itself first (Loshchilov and Hutter, "Decoupled
 * weight decay regularization").
 *
 * variable and gradient: float32 of one shape, of as many numbers as the state has. Nothing that is given is
 * changed; the result holds the next state and the next variable.
 */
export function adamUpdate(
  state: AdamState,
  variable: Tensor,
  gradient: Tensor,
  learningRate: number,
  weightDecay = 0,
): { state: AdamState; variable: Tensor<"float32"> } {
  const g = gradient.data as Float32Array;
  const count = state.count + 1;
  const mean = state.mean.map((m, i) => m * BETA1 + g[i]! * (1 - BETA1));
  const square = state.square.map((s, i) => s * BETA2 + g[i]! * g[i]! * (1 - BETA2));
  const rate = learningRate / (1 - BETA1 ** count);
  const scale = Math.sqrt(1 - BETA2 ** count);
  const kept = 1 - learningRate * weightDecay;
  const data = (variable.data as Float32Array).map((v, i) =>
    v * kept - (rate * mean[i]!) / (Math.sqrt(square[i]!) / scale + EPSILON)
  );
  return { state: { count, mean, square }, variable: { dtype: "float32", shape: variable.shape, data } };
}
