import { type Symbolic } from "../../onnx/symbolic.ts";
import { meanMapDistance } from "../perceptual/mean_map_distance.ts";
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
  return meanMapDistance(network, a, b, { epsilon: EPSILON });
}
