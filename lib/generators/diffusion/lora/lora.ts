import { InputError } from "../../../errors.ts";
import { add, cast, matMul, mul, reshape } from "../../../onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../../onnx/symbolic.ts";
import { type Runtime } from "../../../runtime/runtime.ts";
import { type TensorFunction, tensorFunction } from "../../../runtime/tensor_function.ts";
import { float32, sizeOf, type Tensor } from "../../../tensor.ts";
import { type Parameters } from "../parameters.ts";

/** What is added to one weight [out, in, …]: the product of two thin matrices, through `rank` numbers. */
export interface LoraLayer<T = Tensor<"float32">> {
  /** [rank, in, …]: what it reads. */
  readonly down: T;
  /** [out, rank, …]: what it writes. */
  readonly up: T;
}

/** The layers of one network by the name of the module that they adapt, such as `mid_block.….attn1.to_q`. */
export type LoraLayers<T = Tensor<"float32">> = Readonly<Record<string, LoraLayer<T>>>;

/** A low-rank adaptation (LoRA, Hu et al., arXiv 2106.09685) of a diffusion model. */
export interface Lora {
  /** Of the U-Net. */
  readonly unet: LoraLayers;
  /** Of the text encoder; none where only the U-Net is adapted. */
  readonly textEncoder: LoraLayers;
}

/**
 * A weight with its adaptation: W + scale · up · down, float32.
 *
 * weight [out, in] or that of a convolution [out, in, k, k]; down [rank, in, …], up [out, rank, …]; scale a scalar.
 */
export const adaptedWeight: TensorFunction<
  [weight: Symbolic, down: Symbolic, up: Symbolic, scale: Symbolic],
  Symbolic
> = tensorFunction("adaptedWeight", (weight, down, up, scale) => {
  const rank = down.shape[0]!;
  const change = matMul(reshape(up, [-1, rank]), reshape(down, [rank, -1]));
  return add(cast(weight, "float32"), mul(reshape(change, weight.shape), scale));
});

const written = ({ shape }: Pick<Tensor, "shape">): string => `[${shape.join(", ")}]`;

/**
 * What is wrong about a layer for a weight [out, in, …], in a sentence; nothing where it fits.
 *
 * @param weight the weight of that module; nothing where the model has none.
 */
export function loraMisfit(
  module: string,
  { down, up }: LoraLayer<Tensor>,
  weight?: Tensor,
): string | undefined {
  if (!weight) return `Expected layers of this model but found one of ${module}, which it does not have.`;
  const [rank = 0] = down.shape;
  const [out = 0, ...read] = weight.shape;
  const fits = up.shape[0] === out && sizeOf(up.shape) === out * rank && rank > 0 &&
    sizeOf(down.shape) === rank * sizeOf(read);
  if (fits) return undefined;
  return `Expected matrices for the weight ${module} ${written(weight)} but found down ${
    written(down)
  } and up ${written(up)}.`;
}

/**
 * Checks that layers are of a network.
 *
 * @param tensors those of the network, by name.
 * @throws {InputError} that names the first layer that it does not have, or whose matrices do not fit its weight.
 */
export function checkLora(tensors: ReadonlyMap<string, Tensor>, layers: LoraLayers): void {
  for (const [module, layer] of Object.entries(layers)) {
    const misfit = loraMisfit(module, layer, tensors.get(`${module}.weight`));
    if (misfit !== undefined) throw new InputError(misfit);
  }
}

/** The weights that layers adapt, each with its layer. */
const weightsOf = <T>(layers: LoraLayers<T>): ReadonlyMap<string, LoraLayer<T>> =>
  new Map(Object.entries(layers).map(([module, layer]) => [`${module}.weight`, layer]));

/**
 * A network's parameters with a live LoRA: the sum is part of the graph, so that layers and scale may be its inputs,
 * and gradients reach them.
 *
 * @param scale how strong it is, a scalar: 1 is as trained, 0 is not at all.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { constant, type Symbolic } from "../../../onnx/symbolic.ts";
 * import { openRuntime } from "../../../runtime/runtime.ts";
 * import { float32 } from "../../../tensor.ts";
 * import { constantParameters } from "../parameters.ts";
 * import { withLora } from "./lora.ts";
 *
 * const frozen = constantParameters(new Map([["to_q.weight", float32([1, 2], [1, 2])]]), "model.safetensors");
 * const layer = { down: float32([1, 2], [1, 0]), up: float32([1, 1], [4]) };
 * await using runtime = await openRuntime({ provider: "cpu" });
 * const half = ({ down, up }: { down: Symbolic; up: Symbolic }, scale: Symbolic) =>
 *   withLora(frozen, { to_q: { down, up } }, scale)("to_q.weight", [1, 2]);
 * assert.deepEqual([...(await runtime.run(half, layer, float32([], [0.5]))).data], [3, 2]);
 * ```
 */
export function withLora(p: Parameters, layers: LoraLayers<Symbolic>, scale: Symbolic): Parameters {
  const adapted = weightsOf(layers);
  const known = new Map<string, Symbolic>();
  return (name, shape) => {
    const weight = p(name, shape);
    const layer = adapted.get(name);
    if (!layer) return weight;
    const sum = known.get(name) ?? adaptedWeight(weight, layer.down, layer.up, scale);
    known.set(name, sum);
    return sum;
  };
}

/** Layers as named constants of a graph: a live LoRA that does not change. */
export const constantLora = (layers: LoraLayers): LoraLayers<Symbolic> =>
  Object.fromEntries(
    Object.entries(layers).map(([module, { down, up }]) => [
      module,
      { down: constant(down, `${module}.down`), up: constant(up, `${module}.up`) },
    ]),
  );

/**
 * A network's tensors with a LoRA merged in, for use as any other tensors: nothing is added to the time of a run.
 * Adapted weights become float32; the others are passed along.
 *
 * @param scale how strong it is: 1 is as trained.
 * @throws {InputError} that names the first layer that the network does not have, or that does not fit its weight.
 */
export async function mergeLora(
  runtime: Runtime,
  tensors: ReadonlyMap<string, Tensor>,
  layers: LoraLayers,
  scale = 1,
): Promise<ReadonlyMap<string, Tensor>> {
  checkLora(tensors, layers);
  const merged = new Map(tensors);
  for (const [name, { down, up }] of weightsOf(layers)) {
    const weight = tensors.get(name)!;
    merged.set(name, await runtime.run(adaptedWeight, weight, down, up, float32([], [scale])));
  }
  return merged;
}

/** Numbers of all layers, one after the other, as what training optimises: float32 [n]. */
export function flattenLora(layers: LoraLayers): Tensor<"float32"> {
  const parts = Object.values(layers).flatMap(({ down, up }) => [down.data, up.data]);
  const flat = new Float32Array(parts.reduce((n, { length }) => n + length, 0));
  let start = 0;
  for (const part of parts) {
    flat.set(part, start);
    start += part.length;
  }
  return float32([flat.length], flat);
}

/** The layers that numbers in a row are, in the shapes of others; data are views of `flat`. */
export function unflattenLora({ data }: Tensor<"float32">, like: LoraLayers): LoraLayers {
  let start = 0;
  const next = ({ shape }: Tensor): Tensor<"float32"> =>
    float32(shape, data.subarray(start, start += sizeOf(shape)));
  return Object.fromEntries(
    Object.entries(like).map(([module, { down, up }]) => [module, { down: next(down), up: next(up) }]),
  );
}
