import assert from "node:assert/strict";
import fc from "fast-check";
import { drag } from "../../lib/drag/drag.ts";
import { dragGrid } from "../../lib/drag/grid.ts";
import { draggan } from "../../lib/drag/methods/draggan.ts";
import { dragdiffusion } from "../../lib/drag/methods/dragdiffusion.ts";
import { freedragDiff } from "../../lib/drag/methods/freedrag_diff.ts";
import { stabledragDiff } from "../../lib/drag/methods/stabledrag_diff.ts";
import { type Point, pointsTensor, tensorPoints } from "../../lib/drag/points.ts";
import { track } from "../../lib/drag/track.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { flatGenerator, flatLatent } from "./flat_generator.ts";

const small = flatGenerator({ size: [24, 40], denoises: true });
/** The same generator, whose picture is thought to be twice as large. */
const large = { ...small, size: [48, 80], grid: [24, 40] } as const;
const latent = flatLatent(small);
const doubled = ([x, y]: Point): Point => [2 * x, 2 * y];
const points = [{ handle: [31, 9], target: [22, 14] }, { handle: [6, 20], target: [9, 12] }] as const;

for (const make of [draggan, dragdiffusion, freedragDiff, stabledragDiff]) {
  Deno.test(`${make.name} drags on a coarser grid as in a picture of its size`, async () => {
    await using runtime = await openRuntime({ provider: "cpu" });
    const inLarge = points.map(({ handle, target }) => ({
      handle: doubled(handle),
      target: doubled(target),
    }));
    const [ours, theirs] = [
      await Array.fromAsync(drag(large, { latent, points: inLarge, steps: 5 }, make(large), { runtime })),
      await Array.fromAsync(drag(small, { latent, points, steps: 5 }, make(small), { runtime })),
    ];
    assert.deepEqual(ours.map(({ handles }) => handles), theirs.map(({ handles }) => handles.map(doubled)));
    assert.deepEqual(ours.map(({ loss }) => loss), theirs.map(({ loss }) => loss));
    const twice = theirs.map(({ distances }) => distances.map((d) => 2 * d));
    assert.deepEqual(ours.map(({ distances }) => distances), twice);
  });
}

Deno.test("handles are tracked on a coarser grid, and told of in the picture", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const path = [latent, flatLatent(small, 1)];
  const method = draggan(large);
  const [first, second] = await Array.fromAsync(track(large, path, [[62, 18]], method, { runtime }));
  assert.deepEqual([first!.handles, second!.handles], [[[62, 18]], [[62, 18]]]);
});

Deno.test("drags start and end at whole pixels of a coarser grid, ties to even, and inside of it", () => {
  const { start, end } = dragGrid(large);
  assert.deepEqual([start([45, 47]), end([43, 1]), start([79, 47])], [[22, 23], [22, 0], [39, 23]]);
  assert.deepEqual([dragGrid(small).start([3.4, 3.6]), dragGrid(small).end([3.4, 3.6])], [[3, 4], [
    3.4,
    3.6,
  ]]);
});

Deno.test("points of the grid are the same after a way through the picture, so that drags resume exactly", () => {
  const { onto, from } = dragGrid({ ...small, size: [341, 509], grid: [170, 254] });
  const onGrid = fc.tuple(
    fc.float({ min: 0, max: 253, noNaN: true }),
    fc.float({ min: 0, max: 169, noNaN: true }),
  );
  fc.assert(fc.property(onGrid, (point) => {
    const [there] = tensorPoints(pointsTensor([onto(from(point))]));
    assert.deepEqual(there!.map((v) => v + 0), point.map((v) => v + 0));
  }));
});
