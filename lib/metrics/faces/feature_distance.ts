import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { mapDistance } from "../perceptual/map_distance.ts";
import { mapsOfBoth } from "../perceptual/two_batches.ts";
import { descriptorInput, descriptorNet } from "./descriptor_net.ts";
import { wholeBox } from "./face_box.ts";
import { type NetWeights } from "./layers.ts";

/** Added to the squared length of a feature vector, which may be 0. */
const EPSILON = 1e-10;

/**
 * The distance of whole pictures in the feature maps of the face descriptor, averaged over its six maps.
 *
 * @throws {InputError} when the pictures differ in shape, or are none.
 */
export function featureDistance(weights: NetWeights, a: Symbolic, b: Symbolic): Symbolic {
  const network = (pictures: Symbolic): readonly Symbolic[] =>
    descriptorNet(weights, descriptorInput(pictures, wholeBox(pictures))).maps;
  const distances = mapsOfBoth(network, a, b).map(([first, second]) =>
    mapDistance(first, second, { epsilon: EPSILON })
  );
  return o.mul(distances.reduce((sum, d) => o.add(sum, d)), 1 / distances.length);
}
