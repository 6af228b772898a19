import assert from "node:assert/strict";
import fc from "fast-check";
import { seedOf } from "../../lib/random.ts";
import { picked, sampleOrder, shuffled } from "../../lib/train/sample_order.ts";

const numbers = (count: number): number[] => [...Array(count).keys()];

Deno.test("every epoch sees all samples once, in an order of its own, whatever the batch", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 50 }),
      fc.nat(),
      (count, batch, seed) => {
        const order = sampleOrder(count, batch, seed);
        const seen = numbers(Math.ceil((2 * count) / batch)).flatMap(order);
        const sorted = (from: number): number[] => seen.slice(from, from + count).sort((a, b) => a - b);
        assert.deepEqual(sorted(0), numbers(count));
        assert.deepEqual(sorted(count), numbers(count));
        assert.deepEqual(sampleOrder(count, batch, seed)(3), order(3), "a step depends on no other");
      },
    ),
    { numRuns: 50 },
  );
  const order = sampleOrder(100, 100, 1);
  assert.notDeepEqual(order(0), order(1));
  assert.notDeepEqual(order(0), sampleOrder(100, 100, 2)(0));
});

Deno.test("seeds of parts differ, and shuffling moves most", () => {
  const seeds = new Set(numbers(1000).map((step) => seedOf(3, step)));
  assert.equal(seeds.size, 1000);
  assert.ok(shuffled(100, 1).filter((v, i) => v === i).length < 10);
});

Deno.test("samples are picked whole", () => {
  assert.deepEqual(picked(Float32Array.of(0, 1, 2, 3, 4, 5), 2, [2, 0]), Float32Array.of(4, 5, 0, 1));
  assert.deepEqual(picked(Uint8Array.of(1, 2), 1, [1, 1]), Uint8Array.of(2, 2));
});
