import { float32ToFloat16 } from "../../formats/float16.ts";
import { seededNormal } from "../../random.ts";
import { float32, sizeOf, type Tensor, tensor } from "../../tensor.ts";
import { constantParameters, type Parameters } from "./parameters.ts";

/** Options of {@linkcode randomParameters}. */
export interface RandomParametersOptions {
  /** Seed of the numbers (default 0); each tensor's depend on nothing else but its name and shape. */
  readonly seed?: number;
  /** How they are kept (default "float32"). */
  readonly dtype?: "float32" | "float16";
  /** Draws numbers of mean 0 and variance 1 (default normal ones), others for each seed. */
  readonly draw?: (count: number, seed: number) => Float32Array;
}

function normalNumbers(count: number, seed: number): Float32Array {
  const normal = seededNormal(seed);
  return new Float32Array(count).map(() => normal());
}

/** A number for a text: FNV-1a. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** One layer's numbers: biases 0, factors of normalisations 1, weights of mean 0 and variance 1 / inputs. */
function values(
  name: string,
  shape: readonly number[],
  { seed = 0, draw = normalNumbers }: RandomParametersOptions,
): Float32Array {
  const size = sizeOf(shape);
  if (shape.length < 2) return new Float32Array(size).fill(name.endsWith(".weight") ? 1 : 0);
  const deviation = Math.sqrt(shape[0]! / size);
  const numbers = draw(size, (seed ^ hash(name)) >>> 0);
  for (let i = 0; i < size; i++) numbers[i]! *= deviation;
  return numbers;
}

/**
 * Weights for a network of any shape, made up as it asks for them: for trying things out and for measuring without a
 * trained model. Pictures of them are noise.
 *
 * @param tensors where the tensors are put as they are made.
 */
export function randomParameters(
  options: RandomParametersOptions = {},
  tensors: Map<string, Tensor> = new Map(),
): Parameters {
  const known = constantParameters(tensors, "random weights");
  const { dtype = "float32" } = options;
  return (name, shape) => {
    if (!tensors.has(name)) {
      const data = values(name, shape, options);
      tensors.set(
        name,
        dtype === "float32" ? float32(shape, data) : tensor("float16", shape, float32ToFloat16(data)),
      );
    }
    return known(name, shape);
  };
}
