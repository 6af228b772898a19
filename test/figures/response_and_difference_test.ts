import assert from "node:assert/strict";
import { responseAndDifference } from "../../lib/figures/response_and_difference.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";
import { peaked } from "./score_maps.ts";
import { assertSnapshot } from "./snapshot.ts";

const mapped = ({ shape, data }: Tensor, f: (v: number) => number): Tensor =>
  float32(shape, (data as Float32Array).map(f));

const RESPONSE = peaked(13, [8, 5], 0.25);
const DIFFERENCE = mapped(peaked(13, [7, 5], 1.05), (v) => 40 - 25 * v);

Deno.test("filter response, feature difference and their sum look as they did", () => {
  const sum = mapped(RESPONSE, (v) => 0.5 * v + 0.2);
  const svg = responseAndDifference({ response: RESPONSE, difference: DIFFERENCE, sum }, {
    centre: [60, 81],
    target: [62, 80],
    caption: "The distractor fools the feature difference, not the filter.",
  });
  assertSnapshot("response_and_difference", svg);
});

Deno.test("parts that are no squares or differ in size are refused", () => {
  const centre = [0, 0] as const;
  const odd = float32([2, 3], [1, 2, 3, 4, 5, 6]);
  assert.throws(
    () => responseAndDifference({ response: odd, difference: odd }, { centre }),
    /Expected the response as \[k, k\] with an odd k but found \[2, 3\]/,
  );
  assert.throws(
    () => responseAndDifference({ response: RESPONSE, difference: peaked(5, [2, 2]) }, { centre }),
    /one size but found 13, 5 pixels/,
  );
});
