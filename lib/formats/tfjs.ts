import { FormatError } from "../errors.ts";
import { type DType, type Tensor, tensor } from "../tensor.ts";
import { concatBytes } from "./bytes.ts";
import { BYTES_OF, elementCount, elementsOf } from "./elements.ts";
import { float16ToFloat32 } from "./float16.ts";
import type { TfjsManifest, TfjsWeight } from "./tfjs_manifest.ts";

/**
 * The weights of a TensorFlow.js model by name, quantised ones as float32 (or rounded, where they were int32).
 *
 * Shards are asked for one at a time, in order. A weight inside of one shard is a view of it; one that straddles
 * several is copied, so that nothing is held more than twice.
 *
 * @param shardsOf - The bytes of a shard by its path in the manifest; what it throws is passed on.
 * @throws {FormatError} when the shards hold fewer or more bytes than the manifest says.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { decodeTfjsWeights } from "./tfjs.ts";
 * const groups = [{ paths: ["a"], weights: [{ name: "n", shape: [2], dtype: "uint8" as const }] }];
 * const weights = decodeTfjsWeights({ format: "weights", groups }, () => Uint8Array.of(3, 4));
 * assert.deepEqual(weights.get("n")?.data, Uint8Array.of(3, 4));
 * ```
 */
export function decodeTfjsWeights(
  manifest: TfjsManifest,
  shardsOf: (path: string) => Uint8Array,
): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  for (const { paths, weights } of manifest.groups) {
    const stream = new ShardStream(paths, shardsOf);
    for (const weight of weights) {
      const stored = weight.quantization?.dtype ?? weight.dtype;
      const bytes = stream.take(weight.name, elementCount(weight.shape) * BYTES_OF[stored]);
      tensors.set(weight.name, tensorOf(weight, bytes));
    }
    stream.end();
  }
  return tensors;
}

function tensorOf({ name, shape, dtype, quantization }: TfjsWeight, bytes: Uint8Array): Tensor {
  if (quantization === undefined) return tensor<DType>(dtype, shape, elementsOf(dtype, bytes, "little"));
  if (dtype === "float32" && quantization.dtype === "float16") {
    return tensor(dtype, shape, float16ToFloat32(elementsOf("float16", bytes, "little")));
  }
  if (quantization.dtype !== "float16") {
    const { scale, min } = quantization;
    const numbers = elementsOf(quantization.dtype, bytes, "little");
    if (dtype === "float32") return tensor(dtype, shape, Float32Array.from(numbers, (n) => n * scale + min));
    if (dtype === "int32") {
      return tensor(
        dtype,
        shape,
        Int32Array.from(numbers, (n) => Math.round(n * scale + min)),
      );
    }
  }
  throw new FormatError(
    "tfjs",
    `Expected no ${quantization.dtype} quantization of ${dtype} but found one at ${name}.`,
  );
}

/** Reads through the shards of a group as if they were one file. */
class ShardStream {
  readonly #paths: string[];
  readonly #shardsOf: (path: string) => Uint8Array;
  #rest: Uint8Array = new Uint8Array();

  constructor(paths: readonly string[], shardsOf: (path: string) => Uint8Array) {
    this.#paths = [...paths];
    this.#shardsOf = shardsOf;
  }

  /** The next `count` bytes; allocates only what the shards turned out to hold. */
  take(name: string, count: number): Uint8Array {
    const pieces: Uint8Array[] = [];
    for (let missing = count; missing > 0;) {
      const piece = this.#piece(missing);
      if (piece === undefined) {
        throw new FormatError(
          "tfjs",
          `Expected ${missing} more of the ${count} bytes of ${name} but found no shard.`,
        );
      }
      pieces.push(piece);
      missing -= piece.length;
    }
    return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : concatBytes(pieces);
  }

  /** Fails unless all bytes were taken. */
  end(): void {
    const piece = this.#piece(Infinity);
    if (piece !== undefined) {
      throw new FormatError(
        "tfjs",
        `Expected the shards to end with the last weight but found ${piece.length} more bytes.`,
      );
    }
  }

  /** At most `count` of the next bytes, as many as lie in one shard; undefined after the last. */
  #piece(count: number): Uint8Array | undefined {
    while (this.#rest.length === 0) {
      const path = this.#paths.shift();
      if (path === undefined) return undefined;
      this.#rest = this.#shardsOf(path);
    }
    const piece = this.#rest.subarray(0, count);
    this.#rest = this.#rest.subarray(piece.length);
    return piece;
  }
}
