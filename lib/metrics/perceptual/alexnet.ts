import { type Parameters } from "../../generators/diffusion/parameters.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";

/** Channels of the maps of {@linkcode alexnetMaps}. */
export const ALEXNET_CHANNELS = [64, 192, 384, 256, 256] as const;

/** The convolutions by their numbers in torchvision's `features`, and whether the map is halved before. */
const CONVOLUTIONS = [
  { index: 0, kernel: 11, stride: 4, pad: 2, isHalved: false },
  { index: 3, kernel: 5, stride: 1, pad: 2, isHalved: true },
  { index: 6, kernel: 3, stride: 1, pad: 1, isHalved: true },
  { index: 8, kernel: 3, stride: 1, pad: 1, isHalved: false },
  { index: 10, kernel: 3, stride: 1, pad: 1, isHalved: false },
] as const;

/**
 * The five maps of AlexNet after its convolutions (torchvision's `alexnet().features`, each after its ReLU), from the
 * finest: [N, C, h, w].
 *
 * @param p weights under torchvision's names, such as `features.0.weight`.
 * @param x pictures [N, 3, H, W], as the network takes them.
 */
export function alexnetMaps(p: Parameters, x: Symbolic): Symbolic[] {
  const maps: Symbolic[] = [];
  for (const { index, kernel, stride, pad, isHalved } of CONVOLUTIONS) {
    const before = maps.at(-1) ?? x;
    const input = isHalved ? o.maxPool(before, [3, 3], { stride: 2 }) : before;
    const channels = ALEXNET_CHANNELS[maps.length]!;
    const weight = p(`features.${index}.weight`, [channels, input.shape[1]!, kernel, kernel]);
    maps.push(o.relu(o.conv(input, weight, { stride, pad, bias: p(`features.${index}.bias`, [channels]) })));
  }
  return maps;
}
