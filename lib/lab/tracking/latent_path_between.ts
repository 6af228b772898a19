import { InputError } from "../../errors.ts";
import { float32, type Tensor } from "../../tensor.ts";
import { type LatentPath } from "./latent_path.ts";

/** The angle between two vectors, from 0 to π. */
function angle(a: Float32Array, b: Float32Array): number {
  const dot = (u: Float32Array, v: Float32Array): number => u.reduce((sum, x, i) => sum + x * v[i]!, 0);
  return Math.acos(Math.min(1, Math.max(-1, dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)))));
}

/** A latent between two, at a share of the way: around the sphere for z [1, size], straight for w. */
function between(from: Tensor, to: Tensor, share: number): Tensor {
  const [a, b] = [from.data as Float32Array, to.data as Float32Array];
  const turn = from.shape.length === 2 ? angle(a, b) : 0;
  const weight = (part: number): number =>
    Math.sin(turn) > 1e-6 ? Math.sin(part * turn) / Math.sin(turn) : part;
  const [before, after] = [weight(1 - share), weight(share)];
  return float32(from.shape, a.map((v, i) => before * v + after * b[i]!));
}

/**
 * From one face of a pair to the other in equal steps: around the sphere where the generator takes z [1, size], which
 * StyleGAN's w [1, layers, size] is not on; there it is straight.
 *
 * @param pictures how many, both ends included, a whole number from 2 (default 40, our choice: landmarks of
 * random faces of 128 pixels then move by a third of a pixel from picture to picture, seldom by more than one).
 * @throws {InputError} when `pictures` is another.
 */
export function pathBetween({ pictures = 40 }: { readonly pictures?: number } = {}): LatentPath {
  if (!Number.isInteger(pictures) || pictures < 2) {
    throw new InputError(`Expected pictures as a whole number from 2 but found ${pictures}.`);
  }
  return {
    settings: { path: "interpolation", pictures },
    latents: (_lab, { from, to }) =>
      Promise.resolve(
        Array.from({ length: pictures }, (_, i) => between(from.latent, to.latent, i / (pictures - 1))),
      ),
  };
}
