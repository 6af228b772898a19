import { InputError } from "../errors.ts";

/** ONNX Runtime's words where a WebGPU device has no float16 and a graph does. */
const WITHOUT_HALF = /requires f16 but the device does not support it/;

/** The error that ONNX Runtime's words stand for: an `InputError` where the user can help it. */
export const failureOf = (message: string): Error =>
  WITHOUT_HALF.test(message)
    ? new InputError(
      'Expected a WebGPU device with float16, which weights are kept in, but found one without; take provider "cpu".',
    )
    : new Error(message);
