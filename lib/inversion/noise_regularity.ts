import * as o from "../onnx/ops/mod.ts";
import { type Symbolic } from "../onnx/symbolic.ts";

/** Maps are halved as long as they have more pixels a side than this (Karras et al.). */
const COARSEST = 8;

/** A map [1, 1, H, W] moved by a pixel along an axis; what leaves it comes in on the other side. */
const rolled = (map: Symbolic, axis: 2 | 3): Symbolic => {
  const size = map.shape[axis]!;
  const [most, last] = o.split(map, axis, [size - 1, 1]) as [Symbolic, Symbolic];
  return o.concat([last, most], axis);
};

/** The squared mean product of a map and itself moved by a pixel. */
const correlation = (map: Symbolic, axis: 2 | 3): Symbolic =>
  o.square(o.reduceMean(o.mul(map, rolled(map, axis))));

/**
 * How far noise maps [H, W] are from white noise: their squared autocorrelation at a distance of one pixel, along both
 * axes, at all scales down to 8 × 8 pixels, summed (Karras et al., "Analyzing and improving the image quality of StyleGAN",
 * appendix D). So the picture cannot hide in them. A scalar from 0.
 */
export function noiseRegularity(maps: readonly Symbolic[]): Symbolic {
  const terms = maps.flatMap((map): Symbolic[] => {
    const found: Symbolic[] = [];
    let scale = o.reshape(map, [1, 1, ...map.shape]);
    for (;;) {
      found.push(correlation(scale, 3), correlation(scale, 2));
      if (scale.shape[2]! <= COARSEST) return found;
      scale = o.averagePool(scale, [2, 2]);
    }
  });
  return terms.reduce((sum, term) => o.add(sum, term));
}

/** Brings a noise map back to mean 0 and variance 1, in place. */
export function renormalize(map: Float32Array): void {
  const mean = map.reduce((sum, v) => sum + v, 0) / map.length;
  const scale = 1 / Math.sqrt(map.reduce((sum, v) => sum + (v - mean) ** 2, 0) / map.length);
  map.forEach((v, i) => map[i] = (v - mean) * scale);
}
