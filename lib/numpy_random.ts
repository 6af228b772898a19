import { InputError } from "./errors.ts";

const [SIZE, SHIFT] = [624, 397];

/** Words of the Mersenne Twister MT19937, seeded as `init_genrand` does it. */
function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(SIZE);
  state[0] = seed;
  for (let i = 1; i < SIZE; i++) {
    const before = state[i - 1]!;
    state[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i;
  }
  const renew = (): void => {
    for (let i = 0; i < SIZE; i++) {
      const y = (state[i]! & 0x80000000) | (state[(i + 1) % SIZE]! & 0x7fffffff);
      state[i] = state[(i + SHIFT) % SIZE]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
  };
  let next = SIZE;
  return (): number => {
    if (next === SIZE) {
      renew();
      next = 0;
    }
    let y = state[next++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
}

/**
 * Normal numbers N(0, 1) exactly as NumPy's `np.random.RandomState(seed).randn()` gives them, one after the other
 * (Mersenne Twister and the polar method). The pictures that researchers know by their seeds come from them.
 *
 * @param seed an integer from 0 to 2³² − 1, as NumPy demands it.
 * @throws {InputError} for any other seed.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { numpyNormal } from "./numpy_random.ts";
 * assert.equal(numpyNormal(0)().toFixed(6), "1.764052");
 * ```
 */
export function numpyNormal(seed: number): () => number {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new InputError(`Expected a seed from 0 to ${0xffffffff} but found ${seed}.`);
  }
  const word = mersenneTwister(seed);
  const uniform = (): number => {
    const [high, low] = [word() >>> 5, word() >>> 6];
    return (high * 67108864 + low) / 9007199254740992;
  };
  let kept: number | undefined;
  return (): number => {
    if (kept !== undefined) {
      const second = kept;
      kept = undefined;
      return second;
    }
    let [x, y, square] = [0, 0, 0];
    while (square >= 1 || square === 0) {
      x = 2 * uniform() - 1;
      y = 2 * uniform() - 1;
      square = x * x + y * y;
    }
    const scale = Math.sqrt((-2 * Math.log(square)) / square);
    kept = scale * x;
    return scale * y;
  };
}
