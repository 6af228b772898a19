import assert from "node:assert/strict";
import { flowDisagreement } from "../../lib/metrics/flow_disagreement.ts";
import { opticalFlow } from "../../lib/metrics/optical_flow.ts";
import { float32, type Tensor, zeros } from "../../lib/tensor.ts";

const SIDE = 64;

type Shade = (x: number, y: number) => number;

const picture = (shade: Shade, side = SIDE): Tensor<"float32"> =>
  float32(
    [1, 3, side, side],
    Float32Array.from({ length: 3 * side * side }, (_, i) => shade(i % side, Math.floor(i / side) % side)),
  );

const smooth: Shade = (x, y) =>
  0.4 * Math.sin(x / 7 + y / 11) + 0.3 * Math.cos(x / 13 - y / 9) + 0.2 * Math.sin(x / 3) * Math.cos(y / 4);

const shifted = (dx: number, dy: number): Shade => (x, y) => smooth(x - dx, y - dy);

/** Places at least `border` pixels inside. */
function* interior(border: number): Generator<readonly [number, number]> {
  for (let y = border; y < SIDE - border; y++) {
    for (let x = border; x < SIDE - border; x++) yield [x, y];
  }
}

Deno.test("a shifted picture has the flow by which it was shifted, and there and back agree", async () => {
  const [a, b] = [picture(smooth), picture(shifted(3.5, -2))];
  const [forward, backward] = [await opticalFlow(a, b), await opticalFlow(b, a)];
  const apart = flowDisagreement(forward, backward);
  for (const [x, y] of interior(12)) {
    const [dx, dy] = [...forward.data.subarray(2 * (y * SIDE + x))];
    assert.ok(Math.hypot(dx! - 3.5, dy! + 2) < 0.3, `[${dx}, ${dy}] at [${x}, ${y}]`);
    assert.ok(apart.data[y * SIDE + x]! < 0.2);
  }
  assert.deepEqual(await opticalFlow(a, b), forward);
});

Deno.test("there and back disagree where the content is gone, and where the flow leaves the picture", async () => {
  const covered: Shade = (x, y) => (x > 20 && x < 44 && y > 20 && y < 44 ? Math.sin(x * y) : smooth(x, y));
  const [a, b] = [picture(shifted(3, 0)), picture(covered)];
  const apart = flowDisagreement(await opticalFlow(a, b), await opticalFlow(b, a));
  const inside = [...interior(24)].map(([x, y]) => apart.data[y * SIDE + x]!);
  assert.ok(inside.filter((d) => d > 0.5).length > inside.length / 2);
  const still = zeros([4, 4, 2]);
  const left = float32([4, 4, 2], Float32Array.from({ length: 32 }, (_, i) => (i % 2 === 0 ? -1.5 : 0)));
  const { data } = flowDisagreement(left, still);
  assert.deepEqual([...data.subarray(0, 4)], [Infinity, Infinity, 1.5, 1.5]);
});

Deno.test("the other flow is read between its pixels", () => {
  const ramp = float32(
    [3, 3, 2],
    Float32Array.from({ length: 18 }, (_, i) => (i % 2 === 0 ? 0 : (i >> 1) / 8)),
  );
  const half = float32([3, 3, 2], Float32Array.from({ length: 18 }, () => 0.5));
  // At [0.5, 0.5] the ramp is the mean of 0, 1, 3 and 4 eighths.
  assert.equal(flowDisagreement(half, ramp).data[0], Math.fround(Math.hypot(0.5, 0.75)));
});

Deno.test("flows of another shape, and of two sizes, are refused", () => {
  const flow = (...shape: readonly number[]): Tensor<"float32"> => zeros(shape);
  const refused = (forward: Tensor<"float32">, backward: Tensor<"float32">, found: string): void =>
    assert.throws(() => flowDisagreement(forward, backward), {
      name: "InputError",
      message: `Expected two flows [R, R, 2] of one size but found ${found}.`,
    });
  refused(flow(4, 4, 2), flow(3, 3, 2), "[4, 4, 2] and [3, 3, 2]");
  refused(flow(4, 5, 2), flow(4, 5, 2), "[4, 5, 2] and [4, 5, 2]");
  refused(flow(4, 4), flow(4, 4), "[4, 4] and [4, 4]");
});

Deno.test("a picture of one pixel has no flow", async () => {
  const pixel = zeros([1, 3, 1, 1]);
  assert.deepEqual([...(await opticalFlow(pixel, pixel)).data], [0, 0]);
});

Deno.test("pictures of another shape, size or dtype, and numbers that are not finite, are refused", async () => {
  const square = zeros([1, 3, 8, 8]);
  const refused = (a: Tensor, b: Tensor, message: RegExp): Promise<void> =>
    assert.rejects(opticalFlow(a, b), message);
  await refused(
    square,
    zeros([1, 3, 8, 6]),
    /^InputError: Expected a square picture \[1, 3, R, R\] of float32 but found float32 \[1, 3, 8, 6\]\.$/,
  );
  await refused(zeros([2, 3, 8, 8]), square, /but found float32 \[2, 3, 8, 8\]\.$/);
  await refused(
    { dtype: "uint8", shape: [1, 3, 8, 8], data: new Uint8Array(192) },
    square,
    /found uint8 \[1,/,
  );
  await refused(
    square,
    zeros([1, 3, 9, 9]),
    /^InputError: Expected pictures of one size but found 8 and 9 pixels\.$/,
  );
  const broken = float32([1, 3, 1, 1], [0, NaN, 0]);
  await refused(
    zeros([1, 3, 1, 1]),
    broken,
    /^InputError: Expected pictures of finite numbers but found NaN/,
  );
});
