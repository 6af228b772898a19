import assert from "node:assert/strict";
import fc from "fast-check";
import { InputError } from "../../lib/errors.ts";
import { cutOut, regionAround } from "../../lib/figures/region.ts";
import { faceLike } from "./samples.ts";

Deno.test("a region lies in the picture and holds all points in it", () => {
  const side = fc.integer({ min: 1, max: 600 });
  const pictures = fc.record({ width: side, height: side });
  const points = fc.array(
    fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
    {
      minLength: 1,
    },
  );
  fc.assert(fc.property(pictures, points, ({ width, height }, parts) => {
    const at = parts.map(([x, y]) => [x * (width - 1), y * (height - 1)] as const);
    const { left, top, width: columns, height: rows } = regionAround(at, {
      width,
      height,
      data: new Uint8ClampedArray(),
    });
    assert.ok(left >= 0 && top >= 0 && left + columns <= width && top + rows <= height);
    assert.ok(columns >= width / 2 && rows >= height / 2);
    // Centres of pixels are at integers, so that a region begins half a pixel before its first.
    for (const [x, y] of at) {
      assert.ok(
        Math.abs(x - left - (columns - 1) / 2) <= columns / 2 &&
          Math.abs(y - top - (rows - 1) / 2) <= rows / 2,
      );
    }
  }));
});

Deno.test("what is cut out are the pixels of the region", () => {
  const face = faceLike(9, 7);
  const part = cutOut(face, { left: 2, top: 3, width: 4, height: 2 });
  assert.deepEqual([part.width, part.height, part.data.length], [4, 2, 32]);
  assert.deepEqual(part.data.subarray(16, 20), face.data.subarray(4 * (4 * 9 + 2), 4 * (4 * 9 + 3)));
  assert.throws(() => cutOut({ ...face, width: 8 }, { left: 0, top: 0, width: 1, height: 1 }), InputError);
});
