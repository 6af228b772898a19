import assert from "node:assert/strict";
import fc from "fast-check";
import { cover } from "../../../lib/drag/windows/cover.ts";
import { type Box } from "../../../lib/generators/windows/box.ts";

const SIDE = 40;

const has = ({ x, y, width, height }: Box, i: number): boolean => {
  const [column, row] = [i % SIDE, Math.floor(i / SIDE)];
  return column >= x && column < x + width && row >= y && row < y + height;
};

const cells = (on: (column: number, row: number) => boolean): Uint8Array =>
  Uint8Array.from({ length: SIDE * SIDE }, (_, i) => (on(i % SIDE, Math.floor(i / SIDE)) ? 1 : 0));

Deno.test("every set cell lies in exactly one rectangle", () => {
  const place = fc.integer({ min: 0, max: SIDE - 1 });
  const disc = fc.tuple(place, place, fc.integer({ min: 1, max: 9 }));
  fc.assert(
    fc.property(fc.array(disc, { maxLength: 4 }), (discs) => {
      const set = cells((x, y) => discs.some(([cx, cy, r]) => Math.hypot(x - cx, y - cy) <= r));
      const boxes = cover({ size: [SIDE, SIDE], set });
      set.forEach((v, i) => {
        const holding = boxes.filter((box) => has(box, i)).length;
        assert(holding <= 1 && (v === 0 || holding === 1));
      });
    }),
    { numRuns: 50 },
  );
});

Deno.test("two strips at opposite sides are two rectangles, nothing is none", () => {
  const strips = cover({ size: [SIDE, SIDE], set: cells((x) => x < 3 || x >= SIDE - 3) });
  assert.deepEqual(strips.map(({ x, width, height }) => [x, width, height]), [[0, 3, SIDE], [
    SIDE - 3,
    3,
    SIDE,
  ]]);
  assert.deepEqual(cover({ size: [SIDE, SIDE], set: cells(() => false) }), []);
});
