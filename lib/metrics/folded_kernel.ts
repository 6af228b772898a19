import { toOihw } from "../formats/tfjs_kernels.ts";
import { float32Weight } from "../generators/weight.ts";
import { float32, type Tensor } from "../tensor.ts";

/**
 * The numbers of a weight.
 *
 * @throws {InputError} when it is missing or is not of float32.
 */
export const weightNumbers = (tensors: ReadonlyMap<string, Tensor>, name: string): Float32Array =>
  float32Weight(tensors, name).data;

/** A TF.js kernel as [Cout, Cin, kH, kW], in which a factor for each output channel that follows is folded. */
export function foldedKernel(value: Tensor, scale: Float32Array): Tensor<"float32"> {
  const kernel = toOihw(value);
  const perChannel = kernel.data.length / scale.length;
  return float32(kernel.shape, kernel.data.map((w, i) => w * scale[Math.floor(i / perChannel)]!));
}
