import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { comparisonStrip } from "../../lib/figures/comparison_strip.ts";
import { faceLike, sampleRecord } from "./samples.ts";
import { assertSnapshot } from "./snapshot.ts";

const results = [
  { record: sampleRecord({ method: "draggan", reached: 0.4 }), picture: faceLike() },
  { record: sampleRecord({ stopped: true }), picture: faceLike() },
];

Deno.test("a picture before and after two methods looks as it did", () => {
  assertSnapshot(
    "comparison_strip",
    comparisonStrip(faceLike(), results, { title: "Two handles to the left" }),
  );
});

Deno.test("pictures that do not fit into a row go into the next", () => {
  const [one, two] = [3, 2].map((columns) => comparisonStrip(faceLike(), results, { columns, size: 100 }));
  const size = (svg: string | undefined): number[] =>
    ["width", "height"].map((name) => Number(new RegExp(`^<svg[^>]* ${name}="(\\d+)"`).exec(svg!)![1]));
  assert.ok(size(one)[0]! > size(two)[0]!);
  assert.ok(size(one)[1]! < size(two)[1]!);
});

Deno.test("a result that was not dragged is drawn, no result is refused", () => {
  const undragged = { ...results[0]!, record: { ...results[0]!.record, steps: [] } };
  assert.match(comparisonStrip(faceLike(), [undragged]), /not dragged/);
  assert.throws(() => comparisonStrip(faceLike(), []), InputError);
  assert.throws(() => comparisonStrip(faceLike(), results, { columns: 0 }), InputError);
});
