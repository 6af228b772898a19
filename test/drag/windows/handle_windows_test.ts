import assert from "node:assert/strict";
import fc from "fast-check";
import { type Point } from "../../../lib/drag/points.ts";
import { planHandleWindows, type Sight } from "../../../lib/drag/windows/handle_windows.ts";
import { stylegan2 } from "../../../lib/generators/stylegan2/generator.ts";
import { randomStylegan2 } from "../../../lib/generators/stylegan2/random_weights.ts";

const RESOLUTION = 256;
const { windows } = stylegan2(randomStylegan2({ resolution: RESOLUTION, channelBase: 512 }));
/** Blocks that cost as those of a full-size model do. */
const dear = windows!(6).map((block) => ({
  ...block,
  products: (...sizes: Parameters<typeof block.products>): number => 1e4 * block.products(...sizes),
}));
const sight = (reach: number, given = -1): Sight => ({
  blocks: dear,
  block: 5,
  perPixel: 1 / 2,
  reach,
  given,
});

/** The first and last feature that bilinear resizing reads for the pixels around a handle, along one axis. */
function read(place: number, { perPixel, reach }: Sight): [number, number] {
  const source = (v: number): number => (v + 0.5) * perPixel - 0.5;
  return [Math.floor(source(place - reach)), Math.floor(source(place + reach)) + 1];
}

const HANDLE = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }));

Deno.test("every feature that a step reads around a handle is in its window", () => {
  fc.assert(
    fc.property(
      fc.array(HANDLE, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 30 }),
      (handles, reach) => {
        const plan = planHandleWindows(sight(reach), handles);
        handles.forEach((handle, i) => {
          for (const axis of [0, 1] as const) {
            const start = plan.starts[plan.owners[i]!]![axis];
            const [first, last] = read(handle[axis], sight(reach));
            assert(start <= first && last < start + plan.size, `${JSON.stringify({ handle, plan, reach })}`);
          }
        });
      },
    ),
  );
});

Deno.test("handles close together share a window, handles far apart have their own", () => {
  const near = planHandleWindows(sight(8), [[100, 100], [104, 103]]);
  assert.deepEqual([near.count, near.owners], [1, [0, 0]]);
  const far = planHandleWindows(sight(8), [[20, 20], [200, 210]]);
  assert.deepEqual([far.count, far.owners], [2, [0, 1]]);
});

Deno.test("a handle that moves keeps its graph, two that keep their distance do too", () => {
  const layout = (handles: readonly Point[]): unknown => {
    const { count, size, shared } = planHandleWindows(sight(8), handles);
    return { count, size, shared };
  };
  for (let x = 0; x < 256; x += 7) assert.deepEqual(layout([[x, 255 - x]]), layout([[0, 0]]));
  for (let x = 0; x < 200; x += 7) assert.deepEqual(layout([[x, x], [x + 9, x]]), layout([[0, 0], [9, 0]]));
});

Deno.test("windows cost no more than the whole map, and more handles no less", () => {
  const costs = [1, 2, 4, 8, 16].map((n) => {
    const handles = Array.from(
      { length: n },
      (_, i): Point => [16 + 60 * (i % 4), 16 + 60 * Math.floor(i / 4)],
    );
    return planHandleWindows(sight(8), handles).cost;
  });
  costs.slice(1).forEach((cost, i) => assert(cost >= costs[i]!));
  const all = planHandleWindows(sight(200), [[128, 128]]);
  assert.equal(all.shared, 5);
});

Deno.test("blocks that are computed whole in any case are not computed in windows", () => {
  assert(planHandleWindows(sight(8), [[9, 9]]).shared < 3);
  assert.equal(planHandleWindows(sight(8, 3), [[9, 9]]).shared, 3);
});
