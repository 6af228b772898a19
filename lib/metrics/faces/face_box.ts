import { InputError } from "../../errors.ts";
import * as o from "../../onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../onnx/symbolic.ts";
import { float32 } from "../../tensor.ts";

/** Where in the box the mean of eyes and mouth lies, from the left and from the top, and the eyes' distance to the mouth. */
const [CENTRE_X, CENTRE_Y, EYE_TO_MOUTH] = [0.5, 0.43, 0.45];

/** The mean of the points `from` to `to` (exclusive) of [N, 68, 2], as [N, 1, 2]. */
const meanPoint = (points: Symbolic, from: number, to: number): Symbolic =>
  o.reduceMean(o.slice(points, 1, from, to), { axes: [1], keep: true });

const lengthOf = (v: Symbolic): Symbolic => o.sqrt(o.reduceSum(o.square(v), { axes: [2], keep: true }));

/**
 * The square around the face of 68 landmarks, from the brows to the chin: what face-api and dlib cut out before they
 * describe a face.
 *
 * @param points [N, 68, 2], x and y in pixels.
 * @returns [N, 1, 3]: x and y of the left and upper border, and the side, in pixels.
 * @throws {InputError} when the points have another shape.
 */
export function faceBox(points: Symbolic): Symbolic {
  if (points.shape.length !== 3 || points.shape[1] !== 68 || points.shape[2] !== 2) {
    throw new InputError(`Expected landmarks [N, 68, 2] but found [${points.shape.join(", ")}].`);
  }
  const [left, right, mouth] = [
    meanPoint(points, 36, 42),
    meanPoint(points, 42, 48),
    meanPoint(points, 48, 68),
  ];
  const fromEyes = o.add(lengthOf(o.sub(mouth, left)), lengthOf(o.sub(mouth, right)));
  const side = o.mul(fromEyes, 0.5 / EYE_TO_MOUTH);
  const centre = o.mul(o.add(left, o.add(right, mouth)), 1 / 3);
  const corner = o.sub(centre, o.mul(side, float32([1, 1, 2], [CENTRE_X, CENTRE_Y])));
  return o.concat([corner, side], 2);
}

/** The box of a whole picture of side S, for N pictures. */
export const wholeBox = (pictures: Symbolic): Symbolic => {
  const [count, side] = [pictures.shape[0]!, pictures.shape[2]!];
  return o.expand(constant(float32([1, 1, 3], [-0.5, -0.5, side])), [count, 1, 3]);
};
