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
}

/** A number for a text: FNV-1a. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** One layer's numbers: biases 0, factors of normalisations 1, weights N(0, 1 / inputs). */
function values(name: string, shape: readonly number[], seed: number): Float32Array {
  const data = new Float32Array(sizeOf(shape));
  if (shape.length < 2) return data.fill(name.endsWith(".weight") ? 1 : 0);
  const normal = seededNormal((seed ^ hash(name)) >>> 0);
  const deviation = Math.sqrt(shape[0]! / data.length);
  return data.map(() => deviation * normal());
}

/**
 * Weights for a network of any shape, made up as it asks for them: for trying things out and for measuring without a
 * trained model. Pictures of them are noise.
 *
 * @param tensors where the tensors are put as they are made.
 */
export function randomParameters(
  { seed = 0, dtype = "float32" }: RandomParametersOptions = {},
  tensors: Map<string, Tensor> = new Map(),
): Parameters {
  const known = constantParameters(tensors, "random weights");
  return (name, shape) => {
    if (!tensors.has(name)) {
      const data = values(name, shape, seed);
      tensors.set(
        name,
        dtype === "float32" ? float32(shape, data) : tensor("float16", shape, float32ToFloat16(data)),
      );
    }
    return known(name, shape);
  };
}
