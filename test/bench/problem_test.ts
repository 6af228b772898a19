import assert from "node:assert/strict";
import { GAN_CASES } from "../../lib/bench/gan_cases.ts";
import { caseMask, casePoints, type Scene } from "../../lib/bench/problem.ts";
import { UNET_CASES } from "../../lib/bench/unet_cases.ts";
import { distance, type Point } from "../../lib/drag/points.ts";

/** Whether a mask, or none, lets a pixel move. */
const isFree = (benchCase: Scene, [x, y]: Point): boolean =>
  caseMask(benchCase)?.data[y * benchCase.resolution + x] !== 0;

for (const benchCase of [...GAN_CASES, ...UNET_CASES]) {
  Deno.test(`the points of ${benchCase.name} are inside, free, apart, and an eighth of the picture long`, () => {
    const { resolution, handles } = benchCase;
    const points = casePoints(benchCase);
    assert.equal(points.length, handles);
    assert.deepEqual(casePoints(benchCase), points, "equal cases have equal points");
    for (const { handle, target } of points) {
      for (const point of [handle, target]) {
        assert.ok(point.every((v) => Number.isInteger(v) && v >= 0 && v < resolution));
        assert.ok(isFree(benchCase, point));
      }
      assert.ok(Math.abs(distance(handle, target) - resolution / 8) < 1);
      const others = points.filter((other) => other.handle !== handle);
      assert.ok(others.every((other) => distance(other.handle, handle) > resolution / 12));
    }
  });
}

Deno.test("masks free three quarters of the picture, or one", () => {
  const share = (name: string): number => {
    const data = caseMask(GAN_CASES.find((each) => each.name === name)!)!.data as Float32Array;
    return data.reduce((sum, v) => sum + v, 0) / data.length;
  };
  assert.equal(share("stylegan2-512-quarter-fixed"), 0.75);
  assert.ok(Math.abs(share("stylegan2-512-quarter-free") - 0.25) < 0.005);
});
