import assert from "node:assert/strict";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { type Runtime } from "../../lib/runtime/runtime.ts";
import { type Tensor, tensor } from "../../lib/tensor.ts";

/** All index tuples of a shape, in C order. */
export function tuplesOf(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (all, d) => all.flatMap((index) => Array.from({ length: d }, (_, i) => [...index, i])),
    [[]],
  );
}

/** A float64 tensor by the definition of its elements. */
export const define = (shape: readonly number[], element: (index: number[]) => number): Tensor<"float64"> =>
  tensor("float64", shape, Float64Array.from(tuplesOf(shape), element));

/** One element; 0 outside of the tensor, as zero padding has it. */
export function at({ shape, data }: Tensor, index: readonly number[]): number {
  const inside = index.every((i, axis) => i >= 0 && i < shape[axis]!);
  return inside ? Number(data[index.reduce((flat, i, axis) => flat * shape[axis]! + i, 0)]) : 0;
}

/** One element of a tensor that is broadcast to the rank of the index. */
export function broadcastAt(x: Tensor, index: readonly number[]): number {
  const own = index.slice(index.length - x.shape.length);
  return at(x, own.map((i, axis) => (x.shape[axis] === 1 ? 0 : i)));
}

/** The values of a function, in a session that is closed again. */
export async function valuesOf(
  runtime: Runtime,
  f: (...xs: Symbolic[]) => Symbolic,
  args: readonly Tensor[],
): Promise<Tensor> {
  await using executable = await runtime.compile(f, args);
  return await executable.run(...args);
}

/** Asserts that two tensors have one shape and elements that differ by `tolerance` at most, relative above 1. */
export function assertClose(found: Tensor, expected: Tensor, tolerance = 1e-12): void {
  assert.deepEqual(found.shape, [...expected.shape]);
  for (const [i, e] of [...expected.data].map(Number).entries()) {
    const v = Number(found.data[i]);
    const close = Object.is(v, e) || Math.abs(v - e) <= tolerance * Math.max(1, Math.abs(e));
    assert(close, `element ${i}: expected ${e} but found ${v}`);
  }
}
