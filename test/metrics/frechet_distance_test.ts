import assert from "node:assert/strict";
import fc from "fast-check";
import { InputError } from "../../lib/errors.ts";
import { frechetDistance } from "../../lib/metrics/frechet_distance.ts";
import { float32, type Tensor, zeros } from "../../lib/tensor.ts";
import { normalTensor } from "../normal_tensor.ts";

const near = (a: number, b: number, within: number): void =>
  assert.ok(Math.abs(a - b) <= within, `${a}, not ${b}`);

Deno.test("equal sets are no distance apart, and the order of the sets does not matter", () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.integer({ min: 1, max: 5 }), (seed, width) => {
      const [a, b] = [normalTensor([12, width], seed), normalTensor([9, width], seed + 1, 2)];
      near(frechetDistance(a, a), 0, 1e-5);
      near(frechetDistance(a, b), frechetDistance(b, a), 1e-5);
      assert.ok(frechetDistance(a, b) > 0);
    }),
    { numRuns: 30 },
  );
});

Deno.test("independent numbers add up the squared differences of means and deviations", () => {
  const a = float32([4, 2], [-1, -2, 1, -2, -1, 2, 1, 2]);
  const b = float32([4, 2], [0, -1, 6, -1, 0, 1, 6, 1]);
  const deviation = (v: number): number => v * Math.sqrt(4 / 3);
  const expected = 3 ** 2 + (deviation(3) - deviation(1)) ** 2 + (deviation(1) - deviation(2)) ** 2;
  near(frechetDistance(a, b), expected, 1e-6);
});

Deno.test("a turn of both sets changes nothing, and fewer vectors than numbers are no trouble", () => {
  const turned = ({ shape, data }: Tensor): Tensor =>
    float32(
      shape,
      (data as Float32Array).map((v, i, all) =>
        i % 2 === 0 ? 0.6 * v - 0.8 * all[i + 1]! : 0.8 * all[i - 1]! + 0.6 * v
      ),
    );
  const [a, b] = [normalTensor([20, 2], 1), normalTensor([20, 2], 2, 3)];
  near(frechetDistance(turned(a), turned(b)), frechetDistance(a, b), 1e-4);
  near(frechetDistance(normalTensor([3, 8], 1), normalTensor([3, 8], 1)), 0, 1e-5);
});

Deno.test("sets that cannot be compared are refused", () => {
  const refused = (a: Tensor, b: Tensor, message: RegExp): void =>
    assert.throws(() => frechetDistance(a, b), (e) => e instanceof InputError && message.test(e.message));
  refused(zeros([3, 2]), zeros([3, 3]), /vectors of one length but found 2 and 3/);
  refused(zeros([1, 2]), zeros([3, 2]), /float32 \[2 or more, D\] but found float32 \[1, 2\]/);
});

Deno.test("vectors that are no numbers are refused", () => {
  assert.throws(() => frechetDistance(float32([3, 1], [1, NaN, 2]), float32([3, 1], [1, 3, 2])), {
    name: "InputError",
    message: "Expected vectors of finite numbers but found NaN in one.",
  });
});
