import { type Generator } from "../generators/generator.ts";
import { type Size } from "../generators/size.ts";
import { float32, type Tensor } from "../tensor.ts";
import { type Method } from "./method.ts";
import { fixedOf } from "./problem.ts";

/** Where the mask term holds a picture still. */
export interface StillPlaces {
  /** 1 where it does, [H, W] in pixels of the picture or [h, w] in features. */
  readonly fixed: Tensor<"float32">;
  /** How many places the term is a mean over. */
  readonly places: number;
}

/**
 * The features that are held still, [h, w]: those whose bilinear sample of the mask is fixed altogether. As in
 * FreeDrag's code the mask is shrunk without a filter, so that a feature is resized from at most 2 × 2 of its pixels.
 */
function stillFeatures(fixed: Tensor, [h, w]: Size): Float32Array {
  const [[height, width], data] = [fixed.shape as unknown as Size, fixed.data as Float32Array];
  const near = (i: number, factor: number): number[] => {
    const at = (i + 0.5) * factor - 0.5;
    return [Math.floor(at), Math.ceil(at)];
  };
  return Float32Array.from({ length: h * w }, (_, i) => {
    const [rows, columns] = [near(Math.floor(i / w), height / h), near(i % w, width / w)];
    return Number(rows.every((row) => columns.every((column) => data[row * width + column]! > 0)));
  });
}

/** Where a method's mask term holds the picture still; absent where it has no mask, or one without effect. */
export function stillPlaces(
  generator: Generator,
  { maskMean, featureBlock }: Method,
  mask: Tensor | undefined,
): StillPlaces | undefined {
  const fixed = fixedOf(mask);
  if (!fixed || maskMean === "pixels") return fixed && { fixed, places: fixed.data.length };
  const size = generator.blocks[featureBlock]!.size;
  const still = stillFeatures(fixed, size);
  const places = still.reduce((sum, v) => sum + v, 0);
  return places > 0 ? { fixed: float32(size, still), places } : undefined;
}
