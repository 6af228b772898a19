/**
 * Where graphs are computed: providers, sessions, and tensor functions that compute themselves.
 *
 * @module
 */

export { checkGrads, type CheckGradsOptions, type FloatTensor, type GradCheck } from "./check_grads.ts";
export type { Provider, SessionSettings } from "./protocol.ts";
export type { ProviderChoice } from "./providers.ts";
export {
  type Concrete,
  type Executable,
  openRuntime,
  Runtime,
  type RuntimeOptions,
  type Traceable,
} from "./runtime.ts";
export { exportOnnx, type TensorFunction, tensorFunction } from "./tensor_function.ts";
