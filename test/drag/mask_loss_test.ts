import assert from "node:assert/strict";
import { maskLoss } from "../../lib/drag/mask_loss.ts";
import { maskParts } from "../../lib/drag/windows/mask_region.ts";
import { crop, wholeBox } from "../../lib/generators/windows/box.ts";
import * as o from "../../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { valueAndGrad } from "../../lib/onnx/transforms.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";
import { normalTensor } from "../normal_tensor.ts";
import { difference, largest } from "../parity.ts";

const [CHANNELS, SIZE] = [64, 48];

/** A sum and its gradient with respect to the map. */
const withGradient = (f: (map: Symbolic, ...others: Symbolic[]) => Symbolic) =>
(
  map: Symbolic,
  ...others: Symbolic[]
): { value: Symbolic; grad: Symbolic } => valueAndGrad((m: Symbolic) => f(m, ...others))(map);

/** Some rectangles, a disc and a lone pixel that are held still. */
function fixedPixels(resolution: number): Tensor<"float32"> {
  const on = (x: number, y: number): boolean =>
    (x < resolution / 4 && y > resolution / 2) || Math.hypot(x - 0.8 * resolution, y - 3) < resolution / 6 ||
    (x === 0 && y === 0);
  const pixel = (_: unknown, i: number): number => (on(i % resolution, Math.floor(i / resolution)) ? 1 : 0);
  return float32([resolution, resolution], Float32Array.from({ length: resolution ** 2 }, pixel));
}

for (const factor of [1, 2, 4]) {
  for (const whole of [false, true]) {
    Deno.test(`the sum over ${whole ? "one part" : "parts"} at ${factor} pixels a feature is that over the resized map`, async () => {
      const fixed = fixedPixels(factor * SIZE);
      const parts = maskParts(fixed, [SIZE, SIZE], whole);
      assert(whole || parts.length > 1);
      const inParts = (map: Symbolic, ...[reference, ...pixels]: Symbolic[]): Symbolic =>
        parts.map((part, i) => {
          const cut = (v: Symbolic): Symbolic => crop(v, wholeBox([SIZE, SIZE]), part.features);
          return maskLoss(cut(map), cut(reference!), pixels[i]!, part);
        }).reduce((a, b) => o.add(a, b));
      const direct = (map: Symbolic, ...[reference, held]: Symbolic[]): Symbolic => {
        const change = o.resizeBilinear(o.sub(map, reference!), [factor * SIZE, factor * SIZE]);
        return o.reduceSum(o.mul(o.abs(change), held!));
      };
      const [map, reference] = [1, 2].map((seed) => normalTensor([1, CHANNELS, SIZE, SIZE], seed)) as [
        Tensor,
        Tensor,
      ];
      await using runtime = await openRuntime({ provider: "cpu" });
      const ours = await runtime.run(
        withGradient(inParts),
        map,
        reference,
        ...parts.map((part) => part.fixed),
      );
      const theirs = await runtime.run(withGradient(direct), map, reference, fixed);
      assert(difference(ours.value, theirs.value) <= 2e-6 * largest(theirs.value));
      assert(difference(ours.grad as Tensor, theirs.grad) <= 1e-5 * largest(theirs.grad));
    });
  }
}

Deno.test("an undragged picture has no loss and no gradient", async () => {
  const [part] = maskParts(fixedPixels(2 * SIZE), [SIZE, SIZE], true);
  const map = normalTensor([1, CHANNELS, SIZE, SIZE], 1);
  const loss = (m: Symbolic, reference: Symbolic, held: Symbolic): Symbolic =>
    maskLoss(m, reference, held, part!);
  await using runtime = await openRuntime({ provider: "cpu" });
  const { value, grad } = await runtime.run(withGradient(loss), map, map, part!.fixed);
  assert(largest(value) === 0 && largest(grad) === 0);
});
