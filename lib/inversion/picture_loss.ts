import { mapSize } from "../generators/size.ts";
import { type PictureDistance } from "../metrics/perceptual/lpips.ts";
import * as o from "../onnx/ops/mod.ts";
import { constant, type Symbolic } from "../onnx/symbolic.ts";
import { type Tensor } from "../tensor.ts";

/** What counts in how far a picture is from the photograph. */
export interface PictureLossOptions {
  /** How different the two look. */
  readonly perceptual: PictureDistance;
  /** Weight of that. */
  readonly perceptualWeight: number;
  /** Weight of the pixels' difference. */
  readonly pixelWeight: number;
}

/** How far a picture is from the photograph. All are scalars. */
export type PictureLoss = {
  /** The weighted sum. */
  readonly loss: Symbolic;
  /** Mean of squared differences of colours from −1 to 1 at {@linkcode SCALES} scales. */
  readonly pixel: Symbolic;
  /** By the perceptual distance. */
  readonly perceptual: Symbolic;
};

/** Scales that colours are compared at: 1, 1/2, 1/4, 1/8 of the picture's size. Our choice. */
const SCALES = 4;

/** Side above which pictures are halved before they are compared perceptually (Karras et al., appendix D). */
const LARGEST = 256;

/** The mean of squared differences at all scales. */
function pixelDistance(a: Symbolic, b: Symbolic): Symbolic {
  let difference = o.sub(a, b);
  const terms = [o.reduceMean(o.square(difference))];
  while (terms.length < SCALES) {
    difference = o.averagePool(difference, [2, 2]);
    terms.push(o.reduceMean(o.square(difference)));
  }
  return o.mul(terms.reduce((sum, term) => o.add(sum, term)), 1 / SCALES);
}

const halved = (x: Symbolic): Symbolic => mapSize(x)[0] > LARGEST ? halved(o.averagePool(x, [2, 2])) : x;

/**
 * How far a picture is from a photograph, as a tensor function of the picture [1, 3, S, S].
 *
 * @param photograph [1, 3, S, S], RGB in [−1, 1].
 */
export function pictureLoss(
  photograph: Tensor,
  { perceptual, perceptualWeight, pixelWeight }: PictureLossOptions,
): (picture: Symbolic) => PictureLoss {
  return (picture) => {
    const target = constant(photograph, "photograph");
    const pixel = pixelDistance(picture, target);
    const looks = o.reduceMean(perceptual(halved(picture), halved(target)));
    return {
      loss: o.add(o.mul(looks, perceptualWeight), o.mul(pixel, pixelWeight)),
      pixel,
      perceptual: looks,
    };
  };
}
