import assert from "node:assert/strict";
import { flowDrags } from "../../../lib/lab/reconstruction/paired_flow_drags.ts";
import { flowDisagreement } from "../../../lib/metrics/flow_disagreement.ts";
import { opticalFlow } from "../../../lib/metrics/optical_flow.ts";
import { float32, type Tensor, zeros } from "../../../lib/tensor.ts";

const SIDE = 64;
const OPTIONS = { points: 32, leastFlow: 2 / SIDE, seed: 1 };

/** A smooth picture, moved by so many pixels. */
const picture = (dx: number, dy: number): Tensor<"float32"> =>
  float32(
    [1, 3, SIDE, SIDE],
    Float32Array.from({ length: 3 * SIDE * SIDE }, (_, i) => {
      const [x, y] = [i % SIDE - dx, Math.floor(i / SIDE) % SIDE - dy];
      return 0.4 * Math.sin(x / 7 + y / 11) + 0.3 * Math.cos(x / 13 - y / 9) + 0.2 * Math.sin(x / 3);
    }),
  );

Deno.test("drawn drags follow the flow, begin at different whole pixels, stay inside, and depend on the seed alone", async () => {
  const [from, to] = [picture(0, 0), picture(3, -2)];
  const drags = (await flowDrags(from, to, OPTIONS))!;
  assert.equal(drags.length, 32);
  assert.equal(new Set(drags.map(({ handle }) => String(handle))).size, 32);
  for (const { handle: [x, y], target } of drags) {
    assert.ok(Number.isInteger(x) && Number.isInteger(y));
    for (const v of [x, y, ...target]) assert.ok(v >= 0 && v <= SIDE - 1);
    assert.ok(Math.hypot(target[0] - x, target[1] - y) >= 2);
  }
  const right = drags.filter(({ handle: [x, y], target }) =>
    Math.hypot(target[0] - x - 3, target[1] - y + 2) < 0.7
  );
  assert.ok(right.length >= 28, `${right.length} of 32`);
  assert.deepEqual(await flowDrags(from, to, OPTIONS), drags);
  assert.notDeepEqual(await flowDrags(from, to, { ...OPTIONS, seed: 2 }), drags);
});

Deno.test("pictures without reliable flow, or with less of it than points, have no drags", async () => {
  const grey = zeros([1, 3, SIDE, SIDE]);
  assert.equal(await flowDrags(grey, grey, OPTIONS), undefined);
  assert.equal(await flowDrags(picture(0, 0), picture(3, 0), { ...OPTIONS, points: 4096 }), undefined);
});

Deno.test("drags are as long as is asked for, in parts of the side, and agree there and back within half a pixel of 128", async () => {
  const [from, to] = [picture(0, 0), picture(3, -2)];
  const [forward, backward] = [await opticalFlow(from, to), await opticalFlow(to, from)];
  const apart = flowDisagreement(forward, backward).data;
  const good = Array.from(apart).flatMap((v, i) =>
    v <= SIDE / 256 ? [Math.hypot(forward.data[2 * i]!, forward.data[2 * i + 1]!)] : []
  ).sort((a, b) => b - a);
  const all = { ...OPTIONS, points: good.length, leastFlow: 1e-9 };
  assert.equal((await flowDrags(from, to, all))!.length, good.length);
  assert.equal(await flowDrags(from, to, { ...all, points: good.length + 1 }), undefined);
  const ten = { ...OPTIONS, points: 10, leastFlow: (good[9]! - 1e-6) / SIDE };
  assert.equal((await flowDrags(from, to, ten))!.length, 10);
  assert.equal(await flowDrags(from, to, { ...ten, points: 11 }), undefined);
});
