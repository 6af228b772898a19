import { InputError } from "../../errors.ts";
import { tent } from "../../generators/windows/span.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { float32 } from "../../tensor.ts";

/** Bilinear weights [N, 1, size, side] of `size` places over the length of the box, which begins at `start`. */
function sampling(start: Symbolic, length: Symbolic, size: number, side: number): Symbolic {
  const parts = float32([1, size, 1], Float32Array.from({ length: size }, (_, i) => (i + 0.5) / size));
  const places = o.clip(o.add(start, o.mul(length, parts)), 0, side - 1);
  const pixels = float32([1, 1, side], Float32Array.from({ length: side }, (_, i) => i));
  const weights = tent(o.sub(places, pixels));
  return o.reshape(weights, [weights.shape[0]!, 1, size, side]);
}

/** A map whose side is even and at least twice `size`, halved by averaging until it is not. */
function halved(x: Symbolic, size: number): Symbolic {
  const side = x.shape[2]!;
  return side % 2 === 0 && side >= 2 * size ? halved(o.averagePool(x, [2, 2]), size) : x;
}

/**
 * What lies in the box, resized to `size` × `size` bilinearly, as face networks read it: the picture is limited to
 * [−1, 1] and then (255 · (x + 1) / 2 − mean) / 255. Beyond the picture its border goes on. Large pictures are halved
 * first, so that nothing between the sampled places is skipped.
 *
 * @param pictures [N, 3, S, S], RGB from −1 to 1.
 * @param box [N, 1, 3]: x and y of its left and upper border, and its side, in pixels with centres at integers.
 * @param mean of red, green and blue, from 0 to 255.
 * @throws {InputError} when pictures have another shape or dtype.
 */
export function faceInput(
  pictures: Symbolic,
  box: Symbolic,
  size: number,
  mean: readonly number[],
): Symbolic {
  const { shape, dtype } = pictures;
  const [, channels, height, width] = shape;
  if (shape.length !== 4 || channels !== 3 || height !== width || dtype !== "float32") {
    throw new InputError(
      `Expected square pictures [N, 3, S, S] of float32 but found ${dtype} [${shape.join(", ")}].`,
    );
  }
  const map = halved(o.clip(pictures, -1, 1), size);
  const side = map.shape[2]!;
  const [x, y, length] = o.split(o.mul(box, side / height!), 2, [1, 1, 1]) as [Symbolic, Symbolic, Symbolic];
  // A border is half a pixel from the pixel's centre on every scale.
  const border = (side / height! - 1) / 2;
  const rows = sampling(o.add(y, border), length, size, side);
  const columns = sampling(o.add(x, border), length, size, side);
  const sampled = o.matMul(o.matMul(rows, map), o.transpose(columns, [0, 1, 3, 2]));
  return o.add(o.mul(sampled, 0.5), float32([1, 3, 1, 1], mean.map((m) => 0.5 - m / 255)));
}
