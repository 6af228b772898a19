import assert from "node:assert/strict";
import fc from "fast-check";
import { type BoxNode, planBoxTree } from "../../../lib/drag/windows/box_tree.ts";
import { wholeCost } from "../../../lib/drag/windows/cost.ts";
import { stylegan2 } from "../../../lib/generators/stylegan2/generator.ts";
import { randomStylegan2 } from "../../../lib/generators/stylegan2/random_weights.ts";
import { type Box, union } from "../../../lib/generators/windows/box.ts";
import { sourceBox } from "../../../lib/generators/windows/windowed_block.ts";
import { costly } from "./forced.ts";

const { windows } = costly(stylegan2(randomStylegan2({ resolution: 128, channelBase: 512 })));
const LAST = 5;
const blocks = windows!(LAST);

const holds = (outer: Box, inner: Box): boolean => {
  const { x, y, width, height } = union(outer, inner);
  return x === outer.x && y === outer.y && width === outer.width && height === outer.height;
};

const BOX = fc.tuple(...[0, 1, 2, 3].map(() => fc.integer({ min: 0, max: 63 }))).map(([x, y, w, h]): Box => ({
  x: x!,
  y: y!,
  width: 1 + w!,
  height: 1 + h!,
}));

Deno.test("every rectangle is in a node, and every node is made from what it needs", () => {
  fc.assert(fc.property(fc.array(BOX, { minLength: 1, maxLength: 5 }), (boxes) => {
    const { nodes, shared, cost } = planBoxTree(blocks, LAST, boxes);
    assert(cost <= wholeCost(blocks, LAST));
    const check = (node: BoxNode | undefined, block: number, box: Box): void => {
      if (!node) return assert.equal(block, shared);
      assert(
        node.block === block && holds(node.box, box) &&
          holds(node.source, sourceBox(blocks[block]!, node.box)),
      );
      check(node.parent, block - 1, node.source);
    };
    boxes.forEach((box, i) => check(nodes[i], LAST, box));
  }));
});

Deno.test("rectangles that overlap share what they are made from", () => {
  const { nodes: [a, b] } = planBoxTree(blocks, LAST, [
    { x: 0, y: 0, width: 30, height: 8 },
    { x: 0, y: 8, width: 8, height: 30 },
  ]);
  assert.notEqual(a, b);
  const lowest = (node: BoxNode): BoxNode => (node.parent ? lowest(node.parent) : node);
  assert.equal(lowest(a!), lowest(b!));
});

Deno.test("a rectangle that is all of the map is computed whole", () => {
  const { nodes, shared } = planBoxTree(blocks, LAST, [{ x: 0, y: 0, width: 128, height: 128 }]);
  assert.deepEqual([nodes, shared], [[undefined], LAST]);
});
