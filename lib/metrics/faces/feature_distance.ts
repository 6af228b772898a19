import { InputError } from "../../errors.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { descriptorInput, descriptorNet } from "./descriptor_net.ts";
import { wholeBox } from "./face_box.ts";
import { type NetWeights } from "./layers.ts";

/** Added to the squared length of a feature vector, which may be 0. */
const EPSILON = 1e-10;

/** A map with every place's features brought to length 1. */
const unit = (map: Symbolic): Symbolic =>
  o.div(map, o.sqrt(o.add(o.reduceSum(o.square(map), { axes: [1], keep: true }), EPSILON)));

/** How far apart two maps are, [N]: squared differences of unit features, summed over channels, averaged over places. */
const apart = (a: Symbolic, b: Symbolic): Symbolic =>
  o.reduceMean(o.reduceSum(o.square(o.sub(unit(a), unit(b))), { axes: [1], keep: true }), {
    axes: [1, 2, 3],
  });

/**
 * The distance of whole pictures in the feature maps of the face descriptor, averaged over its six maps.
 *
 * @throws {InputError} when the pictures differ in shape, or are none.
 */
export function featureDistance(weights: NetWeights, a: Symbolic, b: Symbolic): Symbolic {
  if (a.shape.join() !== b.shape.join()) {
    throw new InputError(`Expected pictures of one shape but found [${a.shape}] and [${b.shape}].`);
  }
  const count = a.shape[0]!;
  const inputs = [a, b].map((pictures) => descriptorInput(pictures, wholeBox(pictures)));
  const { maps } = descriptorNet(weights, o.concat(inputs, 0));
  const distances = maps.map((map) => {
    const [first, second] = o.split(map, 0, [count, count]) as [Symbolic, Symbolic];
    return apart(first, second);
  });
  return o.mul(distances.reduce((sum, d) => o.add(sum, d)), 1 / maps.length);
}
