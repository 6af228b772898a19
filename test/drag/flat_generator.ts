import { type Generator } from "../../lib/generators/generator.ts";
import { type Size } from "../../lib/generators/size.ts";
import * as o from "../../lib/onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../lib/onnx/symbolic.ts";
import { seededNormal } from "../../lib/random.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";

const CHANNELS = 3;

/** A kernel that blurs each channel, so that a feature depends on its neighbours. */
const blur = (): Symbolic =>
  constant(
    float32([CHANNELS, 1, 3, 3], Array.from({ length: CHANNELS }, () => [1, 2, 1, 2, 4, 2, 1, 2, 1]).flat()),
  );

/** Options of {@linkcode flatGenerator}. */
export interface FlatOptions {
  /** Height and width of the picture, twice those of the map. */
  readonly size: Size;
  /** The grid, where it is coarser. */
  readonly grid?: Size;
  /** Whether it also says what its latent is one denoising step on: 0.5 of it. */
  readonly denoises?: boolean;
}

/**
 * A generator without any network: its latent [1, 3, h, w] is a picture of half the size, its features are that picture
 * blurred.
 */
export function flatGenerator({ size, grid, denoises = false }: FlatOptions): Generator {
  const map: Size = [size[0] / 2, size[1] / 2];
  const features = (latent: Symbolic): Symbolic =>
    o.mul(o.conv(latent, blur(), { group: CHANNELS, pad: 1 }), 1 / 16);
  return {
    name: "flat",
    latentShape: [1, CHANNELS, ...map],
    size,
    ...(grid ? { grid } : {}),
    blocks: [{ size: map, channels: CHANNELS }],
    featureBlock: 0,
    spaces: {
      latent: { learningRate: 0.05, variableOf: (z) => z, latentOf: (z) => z, project: (z) => z },
    },
    features,
    ...(denoises ? { denoise: (z) => ({ features: features(z), denoised: o.mul(z, 0.5) }) } : {}),
    image: (z) => o.upsampleNearest(z, 2),
  };
}

/** A latent of it: smooth noise of a seed. */
export function flatLatent({ latentShape }: Generator, seed = 1): Tensor<"float32"> {
  const [, c, h, w] = latentShape as [number, number, number, number];
  const normal = seededNormal(seed);
  const waves = Array.from({ length: c }, () => Array.from({ length: 6 }, normal));
  const value = (i: number): number => {
    const [x, y, [a, b, d, e, f, g]] = [i % w, Math.floor(i / w) % h, waves[Math.floor(i / (h * w))]!];
    return Math.sin(0.5 * a! * x + d! + 0.4 * b! * y) + Math.cos(0.6 * e! * y - f! - 0.3 * g! * x);
  };
  return float32(latentShape, Float32Array.from({ length: c * h * w }, (_, i) => 0.5 * value(i)));
}
