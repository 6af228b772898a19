import assert from "node:assert/strict";
import { decodeNpy, encodeNpy } from "../../lib/formats/npy.ts";
import { ARRAY_OF, sizeOf, type Tensor } from "../../lib/tensor.ts";
import type { FuzzOptions } from "./mutate.ts";

/** A parser that must answer any bytes with a value or a FormatError. */
export interface FuzzTarget extends Pick<FuzzOptions, "samples" | "parse" | "repair"> {
  readonly name: string;
}

/** Fails unless the tensor holds as many elements of its type as its shape says. */
function assertSound({ dtype, shape, data }: Tensor): void {
  assert.ok(data instanceof ARRAY_OF[dtype], `data of ${dtype}`);
  assert.equal(data.length, sizeOf(shape));
}

const TENSORS: readonly Tensor[] = [
  { dtype: "float32", shape: [2, 3], data: Float32Array.of(1, -2, 0.5, NaN, Infinity, 0) },
  { dtype: "int64", shape: [2], data: BigInt64Array.of(1n, -1n) },
  { dtype: "bool", shape: [], data: Uint8Array.of(1) },
  { dtype: "float16", shape: [3, 0], data: new Uint16Array() },
];

/** Every parser of `lib/formats`, for the tests and for `deno task fuzz`. */
export const FUZZ_TARGETS: readonly FuzzTarget[] = [
  { name: "npy", samples: TENSORS.map(encodeNpy), parse: (bytes) => assertSound(decodeNpy(bytes)) },
];
