import { inFile, InputError } from "../errors.ts";
import { float16ToFloat32 } from "../formats/float16.ts";
import { numpyNormal } from "../numpy_random.ts";
import { drawn } from "../random.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { float32, sizeOf, type Tensor } from "../tensor.ts";
import { type Generator } from "./generator.ts";

/** Truncation of the pictures that a seed stands for, DragGAN's choice. */
export const DEFAULT_PSI = 0.7;

/** What a latent is given as: z N(0, 1), StyleGAN2's w after the mapping, or one w for every layer. */
export type LatentKind = "z" | "w" | "ws";

/** Where latents come from. */
export type LatentSource =
  | {
    /** z as `np.random.RandomState(seed).randn(1, z_dim)`, from 0 to 2³² − 1. */
    readonly seed: number;
    /** Truncation: 1 leaves w as it is, 0 is the mean face (default 0.7). A ProGAN has no mean and refuses any but 0.7 and 1. */
    readonly psi?: number;
  }
  | {
    /** The numbers, with or without a leading batch axis. z is not truncated. */
    readonly array: Tensor;
    /** What they are (default: by their shape; z where z and w are equally long, one ws where they are as many w or z). */
    readonly kind?: LatentKind;
    /** The file that they are of, which errors name then. */
    readonly file?: string;
  };

/**
 * Makes latents [N, …] in a generator's full space.
 *
 * @param label the class, for conditional models only.
 * @throws {InputError} when shape, dtype, values or class do not fit the model.
 */
export type LatentMaker = (
  runtime: Runtime,
  source: LatentSource,
  label?: number,
) => Promise<Tensor<"float32">>;

/**
 * What is made of a source's numbers.
 *
 * @throws {InputError} where `read` throws one, with the name of the source's file before it if there is one.
 */
export const inSource = <T>(source: LatentSource, read: () => T): T =>
  "file" in source && source.file !== undefined ? inFile(source.file, read) : read();

/**
 * What is odd about a latent though not wrong, as a sentence that begins with its name; absent where nothing is. An array
 * [num_ws, w_dim] without a kind is read as one ws of a StyleGAN2, and has the shape of num_ws latents w, or z, too.
 *
 * @param name what the sentence calls it (default "The latent").
 * @param by what says of which kind it is (default "kind").
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../tensor.ts";
 * import { latentWarning } from "./latents.ts";
 *
 * const [generator, array] = [{ latentShape: [1, 2, 3] }, float32([2, 3], [1, 2, 3, 4, 5, 6])];
 * const sentence = "The latent [2, 3] is read as one ws; if it is 2 of w or z, say so by kind.";
 * assert.equal(latentWarning(generator, { array }), sentence);
 * assert.equal(latentWarning(generator, { array, kind: "w" }), undefined);
 * ```
 */
export function latentWarning(
  { latentShape: [, ...one] }: Pick<Generator, "latentShape">,
  source: LatentSource,
  name = "The latent",
  by = "kind",
): string | undefined {
  if ("seed" in source || source.kind || one.length !== 2 || `${source.array.shape}` !== `${one}`) return;
  return `${name} [${one.join(", ")}] is read as one ws; if it is ${one[0]} of w or z, say so by ${by}.`;
}

/** N(0, 1) of a seed in a shape, as `np.random.RandomState(seed).randn(…)` draws it. */
export const seededNoise = (seed: number, shape: readonly number[]): Tensor<"float32"> =>
  drawn(shape, numpyNormal(seed));

/** z of a seed, [1, size]. */
export const seededZ = (seed: number, size: number): Tensor<"float32"> => seededNoise(seed, [1, size]);

/**
 * The numbers of a latent as float32 of `shape`.
 *
 * @param what what errors call it (default "a latent").
 * @throws {InputError} when they are no floating-point numbers, none, or not all finite.
 */
export function finiteLatent(
  array: Tensor,
  shape: readonly number[],
  what = "a latent",
): Tensor<"float32"> {
  if (sizeOf(array.shape) === 0) throw new InputError("Expected at least one latent but found none.");
  const data = floats(array, what);
  const wrong = data.find((v) => !Number.isFinite(v));
  if (wrong !== undefined) {
    throw new InputError(`Expected ${what} of finite numbers but found ${wrong}.`);
  }
  return float32(shape, data);
}

function floats({ dtype, data }: Tensor, what: string): Float32Array {
  if (dtype === "float32" || dtype === "float64") return Float32Array.from(data as Float64Array);
  if (dtype === "float16") return float16ToFloat32(data as Uint16Array);
  throw new InputError(`Expected ${what} of floating-point numbers but found ${dtype}.`);
}

/** One latent [1, …] of many [N, …], from 0. */
export function latentAt(latents: Tensor<"float32">, index: number): Tensor<"float32"> {
  const [count, ...shape] = latents.shape as [number, ...number[]];
  if (index >= count) {
    throw new InputError(`Expected latentIndex from 0 to ${count - 1} but found ${index}.`);
  }
  const size = sizeOf(shape);
  return float32([1, ...shape], latents.data.slice(index * size, (index + 1) * size));
}
