import { type Size } from "../../generators/size.ts";
import { sourceSize, type WindowedBlock } from "../../generators/windows/windowed_block.ts";

/**
 * What a block in windows costs beside its products: cutting, masks, small operators. In products, of which two cores
 * make some 10¹¹ a second; measured on StyleGAN2 from 64 to 512 pixels. Our choice.
 */
const PRODUCTS_PER_BLOCK = 1e7;

/** Products of the blocks 0 to `last`, computed whole. */
export const wholeCost = (blocks: readonly WindowedBlock[], last: number): number =>
  blocks.slice(0, last + 1).reduce((sum, block) => {
    const [side, half] = [block.resolution, block.resolution / 2];
    return sum + block.products([side, side], [half, half]);
  }, 0);

/** Products of a block in `count` windows of a size, made from windows of a size, overhead included. */
export const windowCost = (block: WindowedBlock, size: Size, before: Size, count = 1): number =>
  count * block.products(size, before) + PRODUCTS_PER_BLOCK;

/** Sizes of the windows of the blocks 0 to `last` that windows of a size on block `last` are made from. */
export function windowSizes(blocks: readonly WindowedBlock[], last: number, size: number): number[] {
  const sizes = [size];
  for (let i = last; i > 0; i--) sizes.unshift(sourceSize(blocks[i]!, sizes[0]!));
  return sizes;
}

/** Products of `count` square windows on block `last`, in the blocks above `shared`. */
export function windowsCost(
  blocks: readonly WindowedBlock[],
  last: number,
  { size, count }: { readonly size: number; readonly count: number },
  shared: number,
): number {
  const sizes = windowSizes(blocks, last, size);
  let cost = 0;
  for (let i = shared + 1; i <= last; i++) {
    cost += windowCost(blocks[i]!, [sizes[i]!, sizes[i]!], [sizes[i - 1]!, sizes[i - 1]!], count);
  }
  return cost;
}

/** The cheapest of some alternatives; the last of equal ones. */
export const cheapest = <T extends { readonly cost: number }>(choices: readonly T[]): T =>
  choices.reduce((best, choice) => (choice.cost <= best.cost ? choice : best));
