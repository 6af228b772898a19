import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { faceInput } from "./face_input.ts";
import { type NetWeights, sameConv, separableConv, weightOf } from "./layers.ts";

/** Side of the network's own picture, and the mean colour that it subtracts. */
const [SIZE, MEAN] = [112, [122.782, 117.001, 104.298]];

/** Four convolutions, the first of which halves the map; each later one reads the sum of all before it. */
function denseBlock(weights: NetWeights, name: string, x: Symbolic): Symbolic {
  const first = name === "dense0" ? sameConv : separableConv;
  let sum = o.relu(first(weights, `${name}/conv0`, x, 2));
  let read = sum;
  for (const i of [1, 2, 3]) {
    sum = o.add(sum, separableConv(weights, `${name}/conv${i}`, read));
    read = o.relu(sum);
  }
  return read;
}

/**
 * The network itself: four blocks of separable convolutions, a mean over the last 7 × 7 map, a matrix.
 *
 * @param input [N, 3, 112, 112] of {@linkcode landmarkInput}.
 * @returns [N, 68, 2] in parts of the input's side, from its left and upper border.
 */
export function landmarkNet(weights: NetWeights, input: Symbolic): Symbolic {
  const blocks = ["dense0", "dense1", "dense2", "dense3"];
  const map = blocks.reduce((x, name) => denseBlock(weights, name, x), input);
  const features = o.reduceMean(map, { axes: [2, 3] });
  const parts = o.gemm(features, weightOf(weights, "fc/weights"), weightOf(weights, "fc/bias"));
  return o.reshape(parts, [input.shape[0]!, 68, 2]);
}

/** What lies in the box, as the network reads it: [N, 3, 112, 112]. */
export const landmarkInput = (pictures: Symbolic, box: Symbolic): Symbolic =>
  faceInput(pictures, box, SIZE, MEAN);
