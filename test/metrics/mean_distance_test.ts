import assert from "node:assert/strict";
import fc from "fast-check";
import { type Point } from "../../lib/drag/points.ts";
import { meanDistance } from "../../lib/metrics/mean_distance.ts";

const coordinate = fc.double({ min: -1e3, max: 1e3, noNaN: true });
const point = fc.tuple(coordinate, coordinate);

Deno.test("the mean distance is a metric between point sets", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(point, point, point), { minLength: 1, maxLength: 9 }), (triples) => {
      const [a, b, c] = [0, 1, 2].map((i) => triples.map((t): Point => t[i]!)) as [Point[], Point[], Point[]];
      assert.equal(meanDistance(a, a), 0);
      assert.equal(meanDistance(a, b), meanDistance(b, a));
      assert(meanDistance(a, c) <= meanDistance(a, b) + meanDistance(b, c) + 1e-9);
    }),
  );
});

Deno.test("point sets that do not pair are refused", () => {
  assert.throws(() => meanDistance([], []), /^InputError: .* at least one, but found 0 and 0\.$/);
  assert.throws(() => meanDistance([[1, 2]], []), /but found 1 and 0\.$/);
  assert.throws(() => meanDistance([[1, NaN]], [[1, 2]]), /Expected points of finite coordinates/);
});
