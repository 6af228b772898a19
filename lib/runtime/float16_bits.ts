/**
 * Makes ONNX Runtime's binding take float16 tensors as their bits (`Uint16Array`), which it does not where the
 * engine has a `Float16Array`: it looks for that class once, at its first tensor, and then fails on it.
 *
 * Call it once per thread, before any other tensor is made.
 */
export function takeFloat16AsBits(makeTensor: () => unknown): void {
  const scope = globalThis as { Float16Array?: unknown };
  const original = scope.Float16Array;
  scope.Float16Array = undefined;
  try {
    makeTensor();
  } finally {
    scope.Float16Array = original;
  }
}
