import { InputError } from "../errors.ts";
import { toOihw } from "../formats/tfjs_kernels.ts";
import { float32, type Tensor } from "../tensor.ts";

/**
 * The numbers of a weight.
 *
 * @throws {InputError} when it is missing or is not of float32.
 */
export function weightNumbers(tensors: ReadonlyMap<string, Tensor>, name: string): Float32Array {
  const value = tensors.get(name);
  if (value?.dtype === "float32") return value.data as Float32Array;
  throw new InputError(`Expected the weight ${name} as float32 but found ${value?.dtype ?? "none"}.`);
}

/** A TF.js kernel as [Cout, Cin, kH, kW], in which a factor for each output channel that follows is folded. */
export function foldedKernel(value: Tensor, scale: Float32Array): Tensor<"float32"> {
  const kernel = toOihw(value);
  const perChannel = kernel.data.length / scale.length;
  return float32(kernel.shape, kernel.data.map((w, i) => w * scale[Math.floor(i / perChannel)]!));
}
