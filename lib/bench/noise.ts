/** Standard deviation of uniform numbers from 0 to 1, the other way round. */
const SCALE = Math.sqrt(12);

/**
 * Uniform numbers of mean 0 and variance 1 without a pattern, other ones for each seed: a thousand million of them in the
 * time that memory for them takes, where normal ones take minutes.
 */
export function noise(count: number, seed: number): Float32Array {
  const data = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const hash = Math.imul((i + seed) ^ (i >>> 7), 0x9e3779b1);
    data[i] = SCALE * (((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32 - 0.5);
  }
  return data;
}
