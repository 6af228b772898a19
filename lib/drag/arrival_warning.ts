import { type Generator } from "../generators/generator.ts";
import { dragGrid } from "./grid.ts";
import { type Method } from "./method.ts";
import { distance, type PointPair } from "./points.ts";

/**
 * What is odd about pairs though not wrong, as a sentence; absent where nothing is. Where all handles have arrived
 * before they are dragged, a drag that tracks ends before its first update: short pairs of a large picture are, as diffusion models
 * work on a coarser grid.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { stylegan2 } from "../generators/stylegan2/generator.ts";
 * import { randomStylegan2 } from "../generators/stylegan2/random_weights.ts";
 * import { arrivalWarning } from "./arrival_warning.ts";
 * import { draggan } from "./methods/draggan.ts";
 *
 * const generator = stylegan2(randomStylegan2({ resolution: 32, channelBase: 256 }));
 * const pair = (x: number) => ({ handle: [5, 5], target: [x, 5] }) as const;
 * assert.equal(arrivalWarning(generator, draggan(generator), [pair(6), pair(20)]), undefined);
 * assert.match(arrivalWarning(generator, draggan(generator), [pair(6)])!, /within the stop distance of their targets/);
 * ```
 */
export function arrivalWarning(
  generator: Generator,
  method: Method,
  points: readonly PointPair[],
): string | undefined {
  if (!("tracker" in method)) return undefined;
  const { start, end, from } = dragGrid(generator);
  const { arrival: { atStopDistance }, stopDistance } = method;
  const isThere = ({ handle, target }: PointPair): boolean => {
    const left = distance(start(handle), end(target));
    return atStopDistance ? left <= stopDistance : left < stopDistance;
  };
  if (!points.every(isThere)) return undefined;
  const [pixels] = from([stopDistance, 0]);
  return "All handles are within the stop distance of their targets, " +
    `${Number(pixels.toFixed(1))} pixels of the picture: the drag ends before its first update.`;
}
