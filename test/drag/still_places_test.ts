import assert from "node:assert/strict";
import { dragdiffusion } from "../../lib/drag/methods/dragdiffusion.ts";
import { draggan } from "../../lib/drag/methods/draggan.ts";
import { freedrag } from "../../lib/drag/methods/freedrag.ts";
import { freedragDiff } from "../../lib/drag/methods/freedrag_diff.ts";
import { maskWarning, stillPlaces } from "../../lib/drag/still_places.ts";
import { stylegan2 } from "../../lib/generators/stylegan2/generator.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";
import { flatGenerator } from "./flat_generator.ts";
import { fixtureModel } from "../fixtures.ts";

const generator = stylegan2(fixtureModel("a64"));

/** A mask that lets some pixels move. */
const movable = (...pixels: readonly (readonly [number, number])[]): Tensor => {
  const data = new Float32Array(64 * 64);
  for (const [x, y] of pixels) data[y * 64 + x] = 1;
  return float32([64, 64], data);
};

const movableFeatures = (size: number, mask: Tensor): number[] => {
  const { fixed } = stillPlaces(generator, freedrag(generator, { featureSize: size }), mask)!;
  assert.deepEqual(fixed.shape, [size, size]);
  return [...fixed.data].flatMap((v, i) => (v === 0 ? [i] : []));
};

Deno.test("FreeDrag holds features still, where no pixel that they are shrunk from may move", () => {
  assert.deepEqual(movableFeatures(64, movable([5, 7])), [7 * 64 + 5]);
  assert.deepEqual(movableFeatures(32, movable([5, 7])), [3 * 32 + 2]);
  // Of 4 × 4 pixels only the 2 × 2 in the middle are looked at.
  assert.deepEqual(movableFeatures(16, movable([5, 6], [8, 8])), [1 * 16 + 1]);
  assert.equal(stillPlaces(generator, freedrag(generator), movable([5, 7]))!.places, 64 * 64 - 1);
});

Deno.test("DragGAN holds pixels still, and is a mean over all of them", () => {
  const { fixed, places } = stillPlaces(generator, draggan(generator), movable([5, 7]))!;
  assert.deepEqual([fixed.shape, places, fixed.data[7 * 64 + 5]], [[64, 64], 64 * 64, 0]);
});

Deno.test("a mask without a feature to hold still is no mask", () => {
  const border = float32([64, 64], Float32Array.from({ length: 64 * 64 }, (_, i) => Number(i % 4 === 1)));
  assert.equal(stillPlaces(generator, freedrag(generator, { featureSize: 16 }), border), undefined);
});

/** A diffusion model with pictures of 48 × 80, a grid of 24 × 40 and a latent of 12 × 20. */
const diffusion = {
  ...flatGenerator({ size: [24, 40], denoises: true }),
  size: [48, 80],
  grid: [24, 40],
} as const;

/** A mask that lets some of its pixels move. */
const free = (...pixels: readonly (readonly [number, number])[]): Tensor => {
  const data = new Float32Array(48 * 80);
  for (const [x, y] of pixels) data[y * 80 + x] = 1;
  return float32([48, 80], data);
};

Deno.test("diffusion methods hold the latent still but for the first pixel of each of its places, as a mean or a sum", () => {
  const mask = free([8, 4], [13, 9]);
  const [mean, sum] = [
    stillPlaces(diffusion, freedragDiff(diffusion), mask)!,
    stillPlaces(diffusion, dragdiffusion(diffusion), mask)!,
  ];
  assert.deepEqual([...mean.fixed.data].flatMap((v, i) => (v === 0 ? [i] : [])), [20 + 2]);
  assert.deepEqual([mean.of, mean.fixed.shape, mean.places], ["denoised", [12, 20], 12 * 20]);
  assert.deepEqual([sum.of, sum.fixed, sum.places], ["denoised", mean.fixed, undefined]);
});

Deno.test("a mask that frees nothing, or nothing at the latent's size, is ignored, and that is said", () => {
  const method = dragdiffusion(diffusion);
  for (
    const [mask, said] of [
      [free(), "m.png lets nothing move, and is ignored."],
      [free([13, 9]), "m.png has no effect at the size of what it would hold still, and is ignored."],
      [free([8, 4]), undefined],
    ] as const
  ) {
    assert.equal(stillPlaces(diffusion, method, mask) === undefined, said !== undefined);
    assert.equal(maskWarning(diffusion, method, mask, "m.png"), said);
  }
  const all = float32([48, 80], new Float32Array(48 * 80).fill(1));
  assert.equal(maskWarning(diffusion, method, all, "m.png"), undefined);
});

Deno.test("a mask is made as small as the latent by way of the grid", () => {
  const odd = {
    ...flatGenerator({ size: [24, 24], denoises: true }),
    size: [50, 50],
    grid: [25, 25],
  } as const;
  const fixedAt = (row: number): number[] => {
    const mask = float32(
      [50, 50],
      Float32Array.from({ length: 2500 }, (_, i) => Number(i < 50 * row + 50 && i >= 50 * row)),
    );
    const data = stillPlaces(odd, dragdiffusion(odd), mask)?.fixed.data;
    return data ? [...data].flatMap((v, i) => (v === 0 && i % 12 === 0 ? [i / 12] : [])) : [];
  };
  assert.deepEqual([fixedAt(24), fixedAt(25)], [[6], []]);
});
