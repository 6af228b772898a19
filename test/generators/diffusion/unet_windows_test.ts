import assert from "node:assert/strict";
import fc from "fast-check";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { sdGenerator } from "../../drag/sd_drag.ts";
import { sdArray } from "./sd_a.ts";
import { checkWindows, type WindowCase } from "../window_case.ts";

/** Its blocks are of 2, 4, 8 and 8 pixels. */
const generator = sdGenerator({}, [64, 64]);

const PLACE = fc.tuple(fc.integer({ min: -3, max: 8 }), fc.integer({ min: -3, max: 8 }));
const CASE: fc.Arbitrary<WindowCase> = fc.record({
  block: fc.integer({ min: 1, max: 3 }),
  shared: fc.constant(0),
  height: fc.integer({ min: 1, max: 7 }),
  width: fc.integer({ min: 1, max: 7 }),
  first: fc.array(PLACE, { minLength: 1, maxLength: 3 }),
});

Deno.test("windows of a U-Net's up-sampling at any place, of any size, equal the whole map", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  await fc.assert(fc.asyncProperty(CASE, (c) => checkWindows(runtime, generator, c)), {
    numRuns: 10,
    seed: 4,
    examples: [[{ block: 3, shared: 0, height: 4, width: 3, first: [[-1, 6], [5, -2]] }]],
  });
});

Deno.test("maps that are not up-sampled, not square, or joined of two texts are only computed whole", () => {
  const count = (block: number, of = generator): number => of.windows?.(block).length ?? 0;
  assert.deepEqual([0, 1, 2, 3, 4].map((block) => count(block)), [0, 2, 2, 2, 0]);
  assert.equal(count(3, sdGenerator({}, [64, 128])), 0);
  assert.equal(count(3, sdGenerator({ guidance: 7.5, negative: sdArray("uncond_embeds") }, [64, 64])), 0);
});
