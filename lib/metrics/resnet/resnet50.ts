import { InputError } from "../../errors.ts";
import { convolution } from "../../generators/diffusion/layers.ts";
import { type Parameters } from "../../generators/diffusion/parameters.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { float32 } from "../../tensor.ts";

/** Means of blue, green and red, from 0 to 255, that are taken off a picture (the "caffe" way of Keras). */
const MEANS = [103.939, 116.779, 123.68];

/** The stages: their number, width, and how many blocks each has. */
const STAGES = [[2, 64, 3], [3, 128, 4], [4, 256, 6], [5, 512, 3]] as const;

/** Pictures [N, 3, H, W], RGB from −1 to 1, as the network takes them. */
function networkInput(pictures: Symbolic): Symbolic {
  const { shape, dtype } = pictures;
  if (shape.length !== 4 || shape[1] !== 3 || dtype !== "float32") {
    throw new InputError(
      `Expected pictures [N, 3, H, W] of float32 but found ${dtype} [${shape.join(", ")}].`,
    );
  }
  const offsets = float32([1, 3, 1, 1], MEANS.map((mean) => 127.5 - mean));
  return o.add(o.mul(o.flip(pictures, 1), 127.5), offsets);
}

/** Three convolutions and a shortcut past them, which the first block of a stage convolves too. */
function bottleneck(p: Parameters, name: string, x: Symbolic, width: number, stride: number): Symbolic {
  const first = o.relu(convolution(p, `${name}_branch2a`, x, width, 1, { stride }));
  const second = o.relu(convolution(p, `${name}_branch2b`, first, width, 3, { pad: 1 }));
  const third = convolution(p, `${name}_branch2c`, second, 4 * width, 1, {});
  const isFirst = name.endsWith("a");
  return o.relu(o.add(third, isFirst ? convolution(p, `${name}_branch1`, x, 4 * width, 1, { stride }) : x));
}

/**
 * The maps of ResNet-50 (He et al., arXiv 1512.03385, as Keras has it) after its first convolution and after each of its
 * stages, from the finest: [N, C, h, w] of 64, 256, 512, 1024 and 2048 channels at 1/2, 1/4, 1/8, 1/16 and 1/32 of the
 * picture's size.
 *
 * @param p weights as `convertResnet` makes them.
 * @param pictures [N, 3, H, W] of any size from 32 × 32, RGB from −1 to 1.
 * @throws {InputError} when the pictures have another shape or dtype, or a weight is missing or misshapen.
 */
export function resnet50Maps(p: Parameters, pictures: Symbolic): Symbolic[] {
  const first = o.relu(convolution(p, "conv1", networkInput(pictures), 64, 7, { stride: 2, pad: 3 }));
  const maps = [first];
  let x = o.maxPool(first, [3, 3], { stride: 2, pad: 1 });
  for (const [stage, width, blocks] of STAGES) {
    for (let block = 0; block < blocks; block++) {
      const name = `res${stage}${"abcdef"[block]}`;
      x = bottleneck(p, name, x, width, stage > 2 && block === 0 ? 2 : 1);
    }
    maps.push(x);
  }
  return maps;
}
