import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { float32 } from "../../tensor.ts";
import { type NetWeights, separableConv, weightOf } from "./layers.ts";

/** Side of the network's own picture. */
export const DETECTOR_SIZE = 416;

/** The mean colour that it subtracts. */
const MEAN = [117.001, 114.697, 97.404];

/** Width and height of each of its boxes, in cells. */
const ANCHORS = [[1.603231, 2.094468], [6.041143, 7.080126], [2.882459, 3.518061], [4.266906, 5.178857], [
  9.041765,
  10.66308,
]];

const leaky = (x: Symbolic): Symbolic => o.leakyRelu(x, 0.1);

/** Maxima of 2 × 2 pixels with TensorFlow's padding "same". */
function pooled(x: Symbolic, stride: number): Symbolic {
  const missing = stride === 1 || x.shape[2]! % 2 === 1 ? 1 : 0;
  return o.maxPool(x, [2, 2], { stride, pad: [0, 0, missing, missing] });
}

/**
 * Boxes that may hold a face: face-api's "tiny face detector", a YOLO of separable convolutions.
 *
 * @param picture [1, 3, 416, 416], RGB from −1 to 1.
 * @returns [cells · 5, 5]: x and y of the centre, width and height in parts of the picture's side, and how sure it is, from
 * 0 to 1.
 */
export function detectorNet(weights: NetWeights, picture: Symbolic): Symbolic {
  const input = o.add(o.mul(picture, 0.5), float32([1, 3, 1, 1], MEAN.map((mean) => 0.5 - mean / 255)));
  const bias = weightOf(weights, "conv0/bias");
  let x = leaky(o.conv(input, weightOf(weights, "conv0/filters"), { bias }));
  for (const i of [1, 2, 3, 4, 5]) x = leaky(separableConv(weights, `conv${i}`, pooled(x, 2)));
  const last = o.conv(pooled(x, 1), weightOf(weights, "conv8/filters"), {
    bias: weightOf(weights, "conv8/bias"),
  });
  return boxesOf(last);
}

/** What the last map [1, 25, n, n] says, cell by cell: five boxes of five numbers. */
function boxesOf(map: Symbolic): Symbolic {
  const cells = map.shape[2]!;
  const count = cells * cells;
  const perCell = o.reshape(o.transpose(o.reshape(map, [25, count]), [1, 0]), [count, 5, 5]);
  const [centre, size, score] = o.split(perCell, 2, [2, 2, 1]) as [Symbolic, Symbolic, Symbolic];
  const corners = Float32Array.from(
    { length: 2 * count },
    (_, i) => i % 2 ? Math.floor((i >> 1) / cells) : (i >> 1) % cells,
  );
  const places = o.add(o.sigmoid(centre), float32([count, 1, 2], corners));
  const sizes = o.mul(o.exp(size), float32([1, 5, 2], ANCHORS.flat()));
  const inParts = o.mul(o.concat([places, sizes], 2), 1 / cells);
  return o.reshape(o.concat([inParts, o.sigmoid(score)], 2), [count * 5, 5]);
}
