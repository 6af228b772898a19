import assert from "node:assert/strict";
import fc from "fast-check";
import { type Generator } from "../../lib/generators/generator.ts";
import { stylegan2 } from "../../lib/generators/stylegan2/generator.ts";
import { randomStylegan2 } from "../../lib/generators/stylegan2/random_weights.ts";
import { type Box, clipped, crop, wholeBox } from "../../lib/generators/windows/box.ts";
import { wholeMaps } from "../../lib/generators/windows/maps.ts";
import { sourceBox } from "../../lib/generators/windows/windowed_block.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { grad, valueAndGrad } from "../../lib/onnx/transforms.ts";
import * as o from "../../lib/onnx/ops/mod.ts";
import { openRuntime, type Runtime } from "../../lib/runtime/runtime.ts";
import { normalTensor } from "../normal_tensor.ts";
import { difference, largest } from "../parity.ts";
import { smallProgan } from "../small_progan.ts";
import { square } from "../../lib/generators/size.ts";
import { checkWindows, inWindows, startOf, type WindowCase } from "./window_case.ts";

const small = (architecture: "skip" | "resnet" | "orig", convClamp: number): Generator =>
  stylegan2(randomStylegan2({ resolution: 64, channelBase: 256, architecture, convClamp, seed: 3 }));

const GENERATORS: Readonly<Record<string, () => Generator>> = {
  "StyleGAN2 skip": () => small("skip", 256),
  "StyleGAN2 resnet": () => small("resnet", 256),
  "StyleGAN2 orig, clamped": () => small("orig", 0.7),
  ProGAN: smallProgan,
};

const CASE = fc.integer({ min: 1, max: 4 }).chain((block) => {
  const size = 4 << block;
  const place = fc.tuple(fc.integer({ min: -3, max: size }), fc.integer({ min: -3, max: size }));
  return fc.record({
    block: fc.constant(block),
    shared: fc.integer({ min: 0, max: block - 1 }),
    height: fc.integer({ min: 1, max: 14 }),
    width: fc.integer({ min: 1, max: 14 }),
    first: fc.array(place, { minLength: 1, maxLength: 3 }),
  });
});

/** A rectangle of a block's map, which the property clips to the map. */
const RECTANGLE = fc.integer({ min: 1, max: 4 }).chain((block) => {
  const place = fc.integer({ min: 0, max: (4 << block) - 1 });
  const size = fc.integer({ min: 1, max: 24 });
  return fc.record({
    block: fc.constant(block),
    box: fc.record({ x: place, y: place, width: size, height: size }),
  });
});

async function checkRectangle(
  runtime: Runtime,
  generator: Generator,
  block: number,
  wished: Box,
): Promise<void> {
  const blocks = generator.windows!(block);
  const box = clipped(wished, square(4 << block));
  const both = (latent: Symbolic): { ours: Symbolic; theirs: Symbolic } => {
    const maps = wholeMaps(blocks, latent, block);
    const source = sourceBox(blocks[block]!, box);
    const before = crop(maps[block - 1]!, wholeBox(square(2 << block)), source);
    const ours = blocks[block]!.part(latent, before, source, box);
    return { ours, theirs: crop(maps[block]!, wholeBox(square(4 << block)), box) };
  };
  const { ours, theirs } = await runtime.run(both, normalTensor(generator.latentShape, 5));
  assert(difference(ours, theirs) <= 1e-5 * largest(theirs), `block ${block}, ${JSON.stringify(box)}`);
}

for (const [name, make] of Object.entries(GENERATORS)) {
  Deno.test(`${name}: windows at any place, of any size, equal the whole map`, async () => {
    await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
    const generator = make();
    await fc.assert(fc.asyncProperty(CASE, (c) => checkWindows(runtime, generator, c)), {
      numRuns: 25,
      seed: 4,
      examples: [
        [{ block: 4, shared: 0, height: 5, width: 5, first: [[0, 0], [59, 59], [0, 59]] }],
        [{ block: 4, shared: 2, height: 9, width: 12, first: [[-4, 30], [57, -4], [30, 60]] }],
      ],
    });
  });

  Deno.test(`${name}: the gradient through a window is that through the whole map`, async () => {
    await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
    const generator = make();
    const c: WindowCase = { block: 4, shared: 1, height: 6, width: 6, first: [[-1, 20], [40, 58]] };
    const cotangent = normalTensor([2, generator.blocks[4]!.channels, 6, 6], 8);
    const latent = normalTensor(generator.latentShape, 5);
    const places = [startOf(c.first, 0), startOf(c.first, 1), cotangent] as const;
    const through = (shared: number) => (z: Symbolic, x: Symbolic, y: Symbolic, g: Symbolic): Symbolic =>
      grad((latent: Symbolic) => o.reduceSum(o.mul(inWindows(generator, { ...c, shared })(latent, x, y), g)))(
        z,
      );
    const windowed = await runtime.run(through(1), latent, ...places);
    const whole = await runtime.run(through(4), latent, ...places);
    assert(difference(windowed, whole) <= 1e-5 * largest(whole));
  });

  Deno.test(`${name}: any rectangle equals that of the whole map`, async () => {
    await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
    const generator = make();
    await fc.assert(
      fc.asyncProperty(RECTANGLE, ({ block, box }) => checkRectangle(runtime, generator, block, box)),
      {
        numRuns: 15,
        seed: 5,
        examples: [[{ block: 4, box: wholeBox([64, 64]) }], [{
          block: 4,
          box: { x: 33, y: 0, width: 31, height: 7 },
        }]],
      },
    );
  });
}

Deno.test("windows of a full-size StyleGAN2 hold the very numbers of the whole map, and of its gradient", async () => {
  const generator = stylegan2(randomStylegan2({ resolution: 32, channelBase: 16384 }));
  const latent = normalTensor(generator.latentShape, 1);
  const c: WindowCase = { block: 3, shared: 1, height: 9, width: 9, first: [[10, 22]] };
  const seen = (shared: number) => (z: Symbolic, x: Symbolic, y: Symbolic): Record<string, Symbolic> => {
    let map: Symbolic | undefined;
    const { grad: gradient } = valueAndGrad((v: Symbolic): Symbolic => {
      map = inWindows(generator, { ...c, shared })(v, x, y);
      return o.reduceSum(o.abs(map));
    })(z);
    return { map: map!, gradient };
  };
  await using runtime = await openRuntime({ provider: "cpu" });
  const places = [startOf(c.first, 0), startOf(c.first, 1)] as const;
  const windowed = await runtime.run(seen(1), latent, ...places);
  const whole = await runtime.run(seen(3), latent, ...places);
  assert.deepEqual(windowed, whole);
});
