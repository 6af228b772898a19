import assert from "node:assert/strict";
import { BENCH_CASES, chooseCases } from "../../lib/bench/cases.ts";
import { GAN_CASES } from "../../lib/bench/gan_cases.ts";
import { InputError } from "../../lib/errors.ts";

const names = (list?: string): string[] => chooseCases(list).map(({ name }) => name);

Deno.test("the cases go over resolutions, handles and masks, and have names of their own", () => {
  const all = BENCH_CASES.map(({ name }) => name);
  assert.equal(new Set(all).size, all.length);
  const plain = GAN_CASES.filter(({ model, mask }) => model === "stylegan2" && !mask);
  const resolutions = plain.filter(({ handles }) => handles === 1).map(({ resolution }) => resolution);
  const handles = plain.filter(({ resolution }) => resolution === 512).map((each) => each.handles);
  assert.deepEqual(resolutions, [128, 256, 512, 1024]);
  assert.deepEqual(handles, [1, 2, 4, 8, 16]);
});

Deno.test("cases are chosen by name, else by regular expression, in the order of the benchmark", () => {
  assert.deepEqual(names("."), BENCH_CASES.map(({ name }) => name));
  assert.deepEqual(names("stylegan2-512"), ["stylegan2-512"]);
  assert.deepEqual(names("handles, progan-128"), [
    "progan-128",
    ...[2, 4, 8, 16].map((n) => `stylegan2-512-${n}-handles`),
  ]);
  assert.deepEqual(names("quarter,quarter-fixed"), [
    "stylegan2-512-quarter-fixed",
    "stylegan2-512-quarter-free",
  ]);
});

Deno.test("what chooses no case is refused", () => {
  for (const list of ["", "512,", "stylegan3", "("]) {
    assert.throws(() => chooseCases(list), InputError, list);
  }
});

Deno.test("what takes minutes and gigabytes is only chosen where it is asked for", () => {
  const large = (name: string): boolean => name.includes("sd15");
  assert.deepEqual(names(), BENCH_CASES.map(({ name }) => name).filter((name) => !large(name)));
  assert.ok(names().includes("unet-small-mask"));
  assert.deepEqual(names("unet-sd15"), ["unet-sd15"]);
  assert.deepEqual(names("unet-sd15.*"), ["unet-sd15", "unet-sd15-mask", "unet-sd15-checkpoint"]);
  assert.deepEqual(names("photograph"), ["photograph-sd15-batch-1", "photograph-sd15-batch-4"]);
});
