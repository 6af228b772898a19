import fc from "fast-check";
import assert from "node:assert/strict";
import { bootstrap, mean } from "../../lib/metrics/bootstrap.ts";
import { seededNormal } from "../../lib/random.ts";

const normals = (count: number, seed: number): number[] => Array.from({ length: count }, seededNormal(seed));

Deno.test("the interval of a mean is that of the normal law, 1.96 standard errors to both sides", () => {
  const values = normals(400, 1);
  const { value, low, high } = bootstrap(values, mean);
  const deviation = Math.sqrt(mean(values.map((v) => (v - value) ** 2)));
  const half = 1.96 * deviation / Math.sqrt(values.length);
  assert.equal(value, mean(values));
  assert(Math.abs(value - low - half) < 0.04 * half, `${value - low} and ${half}`);
  assert(Math.abs(high - value - half) < 0.04 * half, `${high - value} and ${half}`);
});

Deno.test("95 of 100 intervals hold the true mean", () => {
  const hits = Array.from({ length: 200 }, (_, seed) => {
    const { low, high } = bootstrap(normals(60, seed), mean, { resamples: 400, seed });
    return low <= 0 && 0 <= high;
  }).filter(Boolean).length;
  assert(hits >= 180 && hits <= 198, `Expected some 190 of 200 intervals but found ${hits}.`);
});

Deno.test("rows keep their pairs: a difference that is always 1 has an interval of no width", () => {
  const rows = normals(30, 2).map((v): [number, number] => [v, v + 1]);
  const { low, high } = bootstrap(rows, (sample) => mean(sample.map(([a, b]) => b - a)), { resamples: 100 });
  assert(Math.abs(low - 1) < 1e-12 && Math.abs(high - 1) < 1e-12);
});

Deno.test("equal seeds give equal intervals, other seeds others; a wider level a wider interval", () => {
  const values = normals(20, 3);
  const of = (seed: number, level = 0.95): ReturnType<typeof bootstrap> =>
    bootstrap(values, mean, { resamples: 200, seed, level });
  assert.deepEqual(of(7), of(7));
  assert.notDeepEqual(of(7), of(8));
  assert(of(7, 0.5).low > of(7).low && of(7, 0.5).high < of(7).high);
});

Deno.test("an interval holds its ends in order, inside of the sample, and leaves the sample alone", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
      const copy = [...values];
      const { low, high } = bootstrap(values, mean, { resamples: 20 });
      assert(low <= high && low >= Math.min(...values) - 1e-6 && high <= Math.max(...values) + 1e-6);
      assert.deepEqual(values, copy);
    }),
    { numRuns: 50 },
  );
});

Deno.test("bad samples, options and statistics are refused", () => {
  assert.throws(
    () => bootstrap([], mean),
    /^InputError: Expected at least one row to resample but found none\.$/,
  );
  assert.throws(() => bootstrap([1], mean, { resamples: 0 }), /Expected resamples .* but found 0\.$/);
  assert.throws(() => bootstrap([1], mean, { level: 1 }), /Expected level between 0 and 1 but found 1\.$/);
  assert.throws(() => bootstrap([1, NaN], mean), /Expected a statistic of finite numbers but found NaN\.$/);
});

Deno.test("ends of an interval are NumPy's quantiles of the resampled statistics", () => {
  const ends = (resamples: number, level: number): number[] => {
    let calls = 0; // the statistics are 0, 1, 2 …
    const { low, high } = bootstrap([1], () => calls++, { resamples, level });
    return [low, high].map((v) => Math.round(1e6 * v) / 1e6);
  };
  assert.deepEqual(ends(101, 0.9), [5, 95]);
  assert.deepEqual(ends(11, 0.95), [0.25, 9.75]);
  assert.deepEqual(ends(1, 0.95), [0, 0]);
});
