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

/** Numbers of one update of {@linkcode adamInPlace}. */
export interface AdamNumbers {
  /** Updates, this one included. */
  readonly count: number;
  /** Learning rate. */
  readonly learningRate: number;
  /** Weight decay of AdamW (default 0). */
  readonly weightDecay?: number;
  /** Factor of the gradient (default 1). */
  readonly scale?: number;
}

/**
 * {@linkcode adamUpdate} in one pass over the numbers, without new memory: variable and state change.
 *
 * All arrays are of one length.
 */
export function adamInPlace(
  variable: Float32Array,
  { mean, square }: Pick<AdamState, "mean" | "square">,
  gradient: Float32Array,
  { count, learningRate, weightDecay = 0, scale = 1 }: AdamNumbers,
): void {
  const rate = learningRate / (1 - BETA1 ** count);
  const root = 1 / Math.sqrt(1 - BETA2 ** count);
  const kept = 1 - learningRate * weightDecay;
  for (let i = 0; i < variable.length; i++) {
    const g = gradient[i]! * scale;
    const m = mean[i] = Math.fround(mean[i]! * BETA1 + g * (1 - BETA1));
    const s = square[i] = Math.fround(square[i]! * BETA2 + g * g * (1 - BETA2));
    variable[i] = variable[i]! * kept - (rate * m) / (Math.sqrt(s) * root + EPSILON);
  }
}

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
  const next = { count: state.count + 1, mean: state.mean.slice(), square: state.square.slice() };
  const data = (variable.data as Float32Array).slice();
  adamInPlace(data, next, gradient.data as Float32Array, { count: next.count, learningRate, weightDecay });
  return { state: next, variable: { dtype: "float32", shape: variable.shape, data } };
}
