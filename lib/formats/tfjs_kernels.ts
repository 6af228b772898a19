import { FormatError } from "../errors.ts";
import { float32, type Tensor } from "../tensor.ts";

/**
 * A TensorFlow convolution kernel [kH, kW, Cin, Cout] as [Cout, Cin, kH, kW].
 *
 * @throws {FormatError} when it is no float32 tensor of four axes.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../tensor.ts";
 * import { toOihw } from "./tfjs_kernels.ts";
 * const kernel = toOihw(float32([1, 2, 1, 2], [1, 2, 3, 4]));
 * assert.deepEqual(kernel, float32([2, 1, 1, 2], [1, 3, 2, 4]));
 * ```
 */
export function toOihw(kernel: Tensor): Tensor<"float32"> {
  if (kernel.dtype !== "float32" || kernel.shape.length !== 4) {
    throw new FormatError(
      "tfjs",
      `Expected a float32 kernel [kH, kW, Cin, Cout] but found ${kernel.dtype} [${kernel.shape.join(", ")}].`,
    );
  }
  const [kh, kw, cin, cout] = kernel.shape as [number, number, number, number];
  const from = kernel.data as Float32Array;
  const out = new Float32Array(from.length);
  for (let k = 0; k < kh * kw; k++) {
    for (let i = 0; i < cin; i++) {
      for (let o = 0; o < cout; o++) out[(o * cin + i) * kh * kw + k] = from[(k * cin + i) * cout + o]!;
    }
  }
  return float32([cout, cin, kh, kw], out);
}

/**
 * A TensorFlow depthwise kernel [kH, kW, C, 1] as [C, 1, kH, kW], the weights of a convolution in C groups.
 *
 * @throws {FormatError} when it is no float32 tensor of four axes, the last of length 1.
 */
export function toDepthwise(kernel: Tensor): Tensor<"float32"> {
  const { shape: [multiplier, channels, kh, kw], data } = toOihw(kernel);
  if (multiplier !== 1) {
    throw new FormatError("tfjs", `Expected a depthwise kernel [kH, kW, C, 1] but found [${kernel.shape}].`);
  }
  return float32([channels!, 1, kh!, kw!], data);
}
