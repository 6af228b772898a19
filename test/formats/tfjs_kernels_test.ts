import assert from "node:assert/strict";
import { toDepthwise, toOihw } from "../../lib/formats/tfjs_kernels.ts";
import { float32, sizeOf, tensor } from "../../lib/tensor.ts";

const ramp = (...shape: number[]): ReturnType<typeof float32> =>
  float32(shape, Float32Array.from({ length: sizeOf(shape) }, (_, i) => i));

Deno.test("a kernel's axes are reordered element by element", () => {
  const [kh, kw, cin, cout] = [2, 3, 4, 5];
  const { shape, data } = toOihw(ramp(kh, kw, cin, cout));
  assert.deepEqual(shape, [cout, cin, kh, kw]);
  for (let o = 0; o < cout; o++) {
    for (let i = 0; i < cin; i++) {
      for (let y = 0; y < kh; y++) {
        for (let x = 0; x < kw; x++) {
          assert.equal(data[((o * cin + i) * kh + y) * kw + x], ((y * kw + x) * cin + i) * cout + o);
        }
      }
    }
  }
});

Deno.test("a depthwise kernel has one input channel per group", () => {
  assert.deepEqual(toDepthwise(ramp(1, 2, 3, 1)), float32([3, 1, 1, 2], [0, 3, 1, 4, 2, 5]));
});

Deno.test("what is no kernel is refused", () => {
  assert.throws(() => toOihw(ramp(2, 3)), /Expected a float32 kernel .* but found float32 \[2, 3\]\.$/);
  assert.throws(
    () => toOihw(tensor("uint8", [1, 1, 1, 1], Uint8Array.of(1))),
    /but found uint8 \[1, 1, 1, 1\]/,
  );
  assert.throws(
    () => toDepthwise(ramp(1, 1, 2, 2)),
    /Expected a depthwise kernel .* but found \[1,1,2,2\]\.$/,
  );
});
