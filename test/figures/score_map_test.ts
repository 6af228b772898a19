import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { marksOnMap, scoreMap } from "../../lib/figures/score_map.ts";
import { float32 } from "../../lib/tensor.ts";
import { peaked, stacked } from "./score_maps.ts";
import { assertSnapshot } from "./snapshot.ts";

const SCORES = stacked([peaked(13, [8, 5]), peaked(13, [4, 6], 0.9)]);

const cells = (svg: string): number => svg.match(/<rect [^>]*fill="(#|rgb)/g)!.length;

Deno.test("the score maps of two handles look as they did", () => {
  const svg = scoreMap(SCORES, {
    centres: [[60, 81], [3, 40]],
    targets: [[64, 79], [90, 40]],
    picture: [128, 128],
    caption: "Step 12 of a drag; grey lies outside of the picture.",
  });
  assertSnapshot("score_map", svg);
});

Deno.test("scores outside of the picture and those that are no numbers are left out", () => {
  const all = scoreMap(float32([1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]), { centres: [[5, 5]] });
  const some = scoreMap(float32([1, 3, 3], [1, 2, 3, 4, NaN, 6, 7, 8, 9]), {
    centres: [[0, 5]],
    picture: [9, 9],
  });
  assert.equal(cells(all) - cells(some), 3 + 1, "a column, and the NaN in the middle");
  assert.doesNotMatch(some, /NaN|Infinity|⚠/);
});

Deno.test("equal scores are drawn, and scores of another shape are refused", () => {
  assert.doesNotMatch(scoreMap(float32([1, 1, 1], [2]), { centres: [[0, 0]] }), /NaN|⚠/);
  assert.throws(() => scoreMap(SCORES, { centres: [[0, 0]] }), InputError);
  assert.throws(() => scoreMap(float32([1, 2, 2], [1, 2, 3, 4]), { centres: [[0, 0]] }), /odd k but found/);
  assert.throws(
    () => scoreMap(undefined, { centres: [[0, 0]] }),
    /^InputError: Expected the scores of a step but found none: its method, like FreeDrag, searches no window\.$/,
  );
});

Deno.test("scores of a coarser grid lie two pixels of the picture apart, and so does what is marked", () => {
  const map = { values: [0, 0, 0, 0, 0, 0, 0, 0, 9], side: 3, centre: [20, 10], spacing: 2 } as const;
  const marks = marksOnMap(map, [22, 12]).map(({ point }) => point);
  assert.deepEqual(marks, [[22, 12], [20, 10], [22, 12]]); // target, handle before, handle found
  assert.equal(marksOnMap({ ...map, spacing: 1 }, [22, 12]).length, 2); // the target is outside
  const svg = scoreMap(float32([1, 3, 3], map.values), { centres: [[20, 10]], spacing: 2 });
  assert.doesNotMatch(svg, /NaN/);
});
