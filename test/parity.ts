import assert from "node:assert/strict";
import { type Tensor } from "../lib/tensor.ts";

const numbers = (t: Tensor): ArrayLike<number> => t.data as Float32Array;

/** Largest absolute value. */
export const largest = (t: Tensor): number => {
  let most = 0;
  for (let i = 0; i < t.data.length; i++) most = Math.max(most, Math.abs(numbers(t)[i]!));
  return most;
};

/** Largest absolute difference of tensors of one shape; NaN where one of them has it. */
export function difference(ours: Tensor, theirs: Tensor): number {
  assert.deepEqual(ours.shape, theirs.shape);
  let most = 0;
  for (let i = 0; i < theirs.data.length; i++) {
    const d = Math.abs(numbers(ours)[i]! - numbers(theirs)[i]!);
    if (Number.isNaN(d)) return NaN;
    most = Math.max(most, d);
  }
  return most;
}

/** One line of the parity table, and the check that goes with it. */
export function checkParity(name: string, error: number, tolerance: number): void {
  // deno-lint-ignore no-console -- the table is for who runs the tests
  console.log(`  parity  ${name.padEnd(34)} ${error.toExponential(1).padStart(8)}  (tolerance ${tolerance})`);
  assert(error <= tolerance, `Expected ${name} within ${tolerance} but found ${error}.`);
}
