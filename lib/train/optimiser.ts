import { adamInPlace } from "../optimise/adam.ts";

/** Numbers of the optimiser. */
export interface OptimiserNumbers {
  /** Learning rate of Adam after the warm-up. */
  readonly learningRate: number;
  /** Updates in which the learning rate rises to that, counted from Adam's first. */
  readonly warmUp: number;
  /** Gradients whose norm over all weights is larger are shortened to this. */
  readonly clip: number;
  /** How much of the averaged weights an update keeps, once there were enough of them: in [0, 1). */
  readonly average: number;
}

/** One tensor's numbers, changed in place by every update; all of one length. */
export interface Trained {
  /** The tensor's shape. */
  readonly shape: readonly number[];
  /** The weights themselves. */
  readonly weights: Float32Array;
  /** Their exponential moving average (EMA), which is what is used in the end. */
  readonly average: Float32Array;
  /** Adam's mean of the gradient. */
  readonly mean: Float32Array;
  /** Adam's mean of the gradient's square. */
  readonly square: Float32Array;
}

/** The norm of the gradients of all weights together. */
export function gradientNorm(gradients: Iterable<Float32Array>): number {
  let sum = 0;
  for (const g of gradients) {
    for (let i = 0; i < g.length; i++) sum += g[i]! * g[i]!;
  }
  return Math.sqrt(sum);
}

/** Where an update stands in its training. */
export interface Place {
  /** All updates before it: the average forgets its first ones sooner, keeping (1 + step) / (10 + step). */
  readonly step: number;
  /** Updates since Adam's moments were zero, this one included. */
  readonly count: number;
}

/** Changes one tensor by its gradient, of which `norm` is the norm with those of all others. */
export function updateTrained(
  own: Trained,
  gradient: Float32Array,
  norm: number,
  { learningRate, warmUp, clip, average: most }: OptimiserNumbers,
  { step, count }: Place,
): void {
  adamInPlace(own.weights, own, gradient, {
    count,
    learningRate: learningRate * Math.min(1, count / Math.max(1, warmUp)),
    scale: norm > clip ? clip / norm : 1,
  });
  const { weights, average } = own;
  const kept = Math.min(most, (1 + step) / (10 + step));
  for (let i = 0; i < weights.length; i++) average[i] = average[i]! * kept + weights[i]! * (1 - kept);
}
