import { type Box, union } from "../../generators/windows/box.ts";
import { sourceBox, type WindowedBlock } from "../../generators/windows/windowed_block.ts";
import { cheapest, wholeCost, windowCost } from "./cost.ts";

/** A rectangle of a block's map, made from a rectangle of the map before. */
export interface BoxNode {
  /** Index of the block. */
  readonly block: number;
  /** Its rectangle. */
  readonly box: Box;
  /** What of the map before it is made from. */
  readonly source: Box;
  /** The node that holds the source; absent: the whole map. */
  readonly parent?: BoxNode;
}

/** Rectangles of a map, and how they are computed. */
export interface BoxTree {
  /** The node that holds each of the rectangles; absent where the whole map is computed. */
  readonly nodes: readonly (BoxNode | undefined)[];
  /** The last block that is computed whole. */
  readonly shared: number;
  /** Products of the forward pass, overhead included. */
  readonly cost: number;
}

const nodeCost = (block: WindowedBlock, box: Box): number => {
  const source = sourceBox(block, box);
  return windowCost(block, [box.height, box.width], [source.height, source.width]);
};

/** Rectangles of one block merged as long as two are dearer than the one that holds both. */
function mergedBoxes(block: WindowedBlock, boxes: readonly Box[]): Box[] {
  const left = [...boxes];
  for (let i = 0; i < left.length; i++) {
    const a = left[i]!;
    const j = left.findIndex((b, k) =>
      k > i && nodeCost(block, union(a, b)) <= nodeCost(block, a) + nodeCost(block, b)
    );
    if (j < 0) continue;
    left[i] = union(a, left[j]!);
    left.splice(j, 1);
    i = -1;
  }
  return left;
}

const holds = (outer: Box, inner: Box): boolean =>
  String(Object.values(union(outer, inner))) === String(Object.values(outer));

/** The nodes that hold rectangles of a block, whole maps being those up to `shared`; costs are added to `spent`. */
function nodesOf(
  blocks: readonly WindowedBlock[],
  block: number,
  boxes: readonly Box[],
  shared: number,
): { readonly nodes: readonly (BoxNode | undefined)[]; readonly cost: number } {
  if (block <= shared) return { nodes: boxes.map(() => undefined), cost: 0 };
  const larger = mergedBoxes(blocks[block]!, boxes);
  const sources = larger.map((box) => sourceBox(blocks[block]!, box));
  const below = nodesOf(blocks, block - 1, sources, shared);
  const nodes = larger.map((box, i): BoxNode => {
    const parent = below.nodes[i];
    return { block, box, source: sources[i]!, ...(parent ? { parent } : {}) };
  });
  const cost = larger.reduce((sum, box) => sum + nodeCost(blocks[block]!, box), below.cost);
  return { nodes: boxes.map((box) => nodes.find((node) => holds(node.box, box))), cost };
}

/**
 * The cheapest way to compute some rectangles of the map of block `last`: whole blocks first, then rectangles that
 * share what they are made from wherever that is cheaper than to compute it for each.
 */
export function planBoxTree(blocks: readonly WindowedBlock[], last: number, boxes: readonly Box[]): BoxTree {
  return cheapest(
    blocks.slice(0, last + 1).map((_, shared) => {
      const { nodes, cost } = nodesOf(blocks, last, boxes, shared);
      return { nodes, shared, cost: cost + wholeCost(blocks, shared) };
    }),
  );
}
