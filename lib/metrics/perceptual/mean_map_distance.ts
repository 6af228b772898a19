import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { mapDistance, type MapDistanceOptions } from "./map_distance.ts";
import { mapsOfBoth } from "./two_batches.ts";

/**
 * How far apart two batches of pictures [N, 3, H, W] are in the maps that a network makes of them, [N]: the mean over maps
 * of {@linkcode mapDistance}, all channels alike.
 *
 * @throws {InputError} when the batches differ in shape.
 */
export function meanMapDistance(
  network: (pictures: Symbolic) => readonly Symbolic[],
  a: Symbolic,
  b: Symbolic,
  options: Pick<MapDistanceOptions, "epsilon"> = {},
): Symbolic {
  const distances = mapsOfBoth(network, a, b).map(([first, second]) => mapDistance(first, second, options));
  return o.mul(distances.reduce((sum, distance) => o.add(sum, distance)), 1 / distances.length);
}
