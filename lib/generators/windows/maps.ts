import { type Symbolic } from "../../onnx/symbolic.ts";
import { mapSize, square } from "../size.ts";
import { wholeBox } from "./box.ts";
import { type Convolve, convolved } from "./convolve.ts";
import { cut, type Place, wholePlace, type WindowMap } from "./window_map.ts";
import { sourceOf, type WindowedBlock } from "./windowed_block.ts";

/** The whole maps of the blocks 0 to `last`. */
export function wholeMaps(blocks: readonly WindowedBlock[], latent: Symbolic, last: number): Symbolic[] {
  const maps: Symbolic[] = [];
  for (const block of blocks.slice(0, last + 1)) {
    const [source, box] = [block.resolution / 2, block.resolution].map((side) => wholeBox(square(side)));
    maps.push(block.part(latent, maps.at(-1), source!, box!));
  }
  return maps;
}

/** A whole map as the one window that it is. */
export const wholeWindow = (map: Symbolic): WindowMap => ({ map, place: wholePlace(mapSize(map)) });

/**
 * The map of block `last` inside of windows. The blocks up to that of `shared`, the last of the given whole maps, are
 * shared by all windows; those above are computed only where the windows need them.
 */
export function windowMap(
  blocks: readonly WindowedBlock[],
  latent: Symbolic,
  last: number,
  place: Place,
  shared: readonly Symbolic[],
  convolve: Convolve = convolved,
): WindowMap {
  if (last < shared.length) return cut(wholeWindow(shared[last]!), place);
  const block = blocks[last]!;
  const before = windowMap(blocks, latent, last - 1, sourceOf(block, place), shared, convolve);
  return { map: block.inside(latent, before, place, convolve), place };
}
