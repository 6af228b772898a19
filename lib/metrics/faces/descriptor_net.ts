import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { faceInput } from "./face_input.ts";
import { type NetWeights, weightOf } from "./layers.ts";

/** Side of the network's own picture, and the mean colour that it subtracts. */
const [SIZE, MEAN] = [150, [122.782, 117.001, 104.298]];

/** The residual blocks between two halvings of the map. */
const STAGES = [
  ["conv32_1", "conv32_2", "conv32_3"],
  ["conv64_down", "conv64_1", "conv64_2", "conv64_3"],
  ["conv128_down", "conv128_1", "conv128_2"],
  ["conv256_down", "conv256_1", "conv256_2"],
  ["conv256_down_out"],
];

const layer = (weights: NetWeights, name: string, x: Symbolic, stride: number, pad: number): Symbolic =>
  o.conv(x, weightOf(weights, `${name}/filters`), { stride, pad, bias: weightOf(weights, `${name}/bias`) });

/** Zeros behind the channels, and below and right of the rows and columns, up to `shape`. */
const grown = (x: Symbolic, shape: readonly number[]): Symbolic =>
  o.pad(x, [0, 0, 0, 0], shape.map((d, i) => d - x.shape[i]!));

/** Two convolutions and a shortcut past them; a block "down" halves the map, its shortcut by averaging. */
function residual(weights: NetWeights, name: string, x: Symbolic): Symbolic {
  const down = name.includes("down");
  const first = o.relu(layer(weights, `${name}/conv1`, x, down ? 2 : 1, down ? 0 : 1));
  const second = layer(weights, `${name}/conv2`, first, 1, 1);
  if (!down) return o.relu(o.add(second, x));
  const shortcut = o.averagePool(x, [2, 2]);
  const shape = shortcut.shape.map((d, i) => Math.max(d, second.shape[i]!));
  return o.relu(o.add(grown(shortcut, shape), grown(second, shape)));
}

/** The descriptor of faces, and the feature maps that lead to it. */
export interface FaceDescription {
  /** [N, 128]. */
  readonly descriptor: Symbolic;
  /** Maps [N, C, h, w] of 32, 32, 64, 128, 256 and 256 channels, from the finest. */
  readonly maps: readonly Symbolic[];
}

/**
 * The network itself, a residual one of dlib's design.
 *
 * @param input [N, 3, 150, 150] of {@linkcode descriptorInput}.
 */
export function descriptorNet(weights: NetWeights, input: Symbolic): FaceDescription {
  const maps = [o.relu(layer(weights, "conv32_down", input, 2, 0))];
  let x = o.maxPool(maps[0]!, [3, 3], { stride: 2 });
  for (const stage of STAGES) {
    x = stage.reduce((map, name) => residual(weights, name, map), x);
    maps.push(x);
  }
  const mean = o.reduceMean(x, { axes: [2, 3] });
  return { descriptor: o.matMul(mean, weightOf(weights, "fc")), maps };
}

/** What lies in the box, as the network reads it: [N, 3, 150, 150]. */
export const descriptorInput = (pictures: Symbolic, box: Symbolic): Symbolic =>
  faceInput(pictures, box, SIZE, MEAN);
