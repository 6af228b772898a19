import assert from "node:assert/strict";
import { InputError } from "../lib/errors.ts";
import { numpyNormal } from "../lib/numpy_random.ts";

/** First numbers, the 2000th, and Σ|x| of 2000, as NumPy 2.4 prints them. */
const NUMPY: readonly [seed: number, first: readonly number[], last: number, sum: number][] = [
  [0, [1.764052345967664, 0.4001572083672233, 0.9787379841057392], -1.3109703704412123, 1556.4985307734469],
  [1, [1.6243453636632417, -0.6117564136500754, -0.5281717522634557], 1.386825593941044, 1604.0440758185362],
  [4, [0.05056170714293955, 0.499951333237829, -0.9959089311068651], -2.2564272461655723, 1552.6654293413144],
  [
    4294967295,
    [0.6484086742306527, 0.6693235306338161, -1.0805437227474493],
    1.445097548120407,
    1635.723039795072,
  ],
];

const close = (actual: number, expected: number, error: number): void =>
  assert.ok(Math.abs(actual - expected) <= error, `${actual} is not ${expected}`);

Deno.test("normal numbers of a seed are those of numpy.random.RandomState(seed).randn", () => {
  for (const [seed, first, last, sum] of NUMPY) {
    const normal = numpyNormal(seed);
    const numbers = Array.from({ length: 2000 }, normal);
    first.forEach((value, i) => close(numbers[i]!, value, 1e-15));
    close(numbers[1999]!, last, 1e-14);
    close(numbers.reduce((total, v) => total + Math.abs(v), 0), sum, 1e-9);
  }
});

Deno.test("a seed that NumPy refuses is refused", () => {
  for (const seed of [-1, 0.5, 2 ** 32, NaN]) assert.throws(() => numpyNormal(seed), InputError);
});
