import assert from "node:assert/strict";
import { flopsOf, productNodes, PRODUCTS } from "../../../lib/bench/product_nodes.ts";
import { draggan } from "../../../lib/drag/methods/draggan.ts";
import { viewNear, windowAround, windowFeatures } from "../../../lib/drag/view.ts";
import { planner } from "../../../lib/drag/windows/layout.ts";
import { look, placesOf, type WindowPlaces } from "../../../lib/drag/windows/look.ts";
import { pointsTensor } from "../../../lib/drag/points.ts";
import { type Generator } from "../../../lib/generators/generator.ts";
import { stylegan2 } from "../../../lib/generators/stylegan2/generator.ts";
import { randomStylegan2 } from "../../../lib/generators/stylegan2/random_weights.ts";
import * as o from "../../../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../../../lib/onnx/symbolic.ts";
import { trace } from "../../../lib/onnx/trace.ts";
import { valueAndGrad } from "../../../lib/onnx/transforms.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { onlyNumber } from "../../../lib/tensor.ts";
import { normalTensor } from "../../normal_tensor.ts";
import { difference, largest } from "../../parity.ts";
import { smallProgan } from "../../small_progan.ts";
import { costly } from "./forced.ts";

const stylegan = (architecture: "skip" | "resnet"): Generator =>
  stylegan2(randomStylegan2({ resolution: 64, channelBase: 256, architecture, seed: 3 }));

const GENERATORS: Readonly<Record<string, () => Generator>> = {
  "StyleGAN2 skip": () => stylegan("skip"),
  "StyleGAN2 resnet": () => stylegan("resnet"),
  ProGAN: smallProgan,
};

for (const [name, make] of Object.entries(GENERATORS)) {
  Deno.test(`${name}: near points a view has the same features and gradient, for less work`, async () => {
    const generator = costly(make());
    const [side] = generator.size;
    const method = draggan(generator, { r1: 2, r2: 8 });
    const before = [[20, 14], [25, 40], [side - 2, 3]] as const;
    const windows = planner(generator, method, before, undefined, false).handleWindows(before);
    assert.ok(windows);
    // Found again at the edge of the search window, in another place, and beyond the picture's border.
    const found = pointsTensor([[28, 22], [23, 33], [side - 1, -1]]);
    const read =
      (isNear: boolean) =>
      (latent: Symbolic, places: WindowPlaces, points: Symbolic): { loss: Symbolic; features: Symbolic } => {
        const { view } = look(generator, latent, method.featureBlock, { handles: windows }, places);
        const seen = isNear ? viewNear(view, points, 3) : view;
        const features = windowFeatures(seen, windowAround(points, 3, view.grid));
        return { loss: o.reduceSum(o.mul(features, o.sin(o.mul(features, 3)))), features };
      };
    const inputs = [normalTensor(generator.latentShape, 7), placesOf(windows), found] as const;
    await using runtime = await openRuntime({ provider: "cpu" });
    const [near, far] = [valueAndGrad(read(true)), valueAndGrad(read(false))];
    const [ours, theirs] = [await runtime.run(near, ...inputs), await runtime.run(far, ...inputs)];
    assert.deepEqual(ours.value.features.data, theirs.value.features.data);
    assert.equal(onlyNumber(ours.value.loss), onlyNumber(theirs.value.loss));
    assert.ok(difference(ours.grad, theirs.grad) <= 1e-5 * largest(theirs.grad));
    const work = (f: typeof near): number => flopsOf(productNodes(trace("work", f, inputs).graph, PRODUCTS));
    assert.ok(work(near) < 0.9 * work(far), `${work(near)}, ${work(far)}`);
  });
}
