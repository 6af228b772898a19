import assert from "node:assert/strict";
import { decodeImage } from "../../../lib/formats/image.ts";
import { InputError } from "../../../lib/errors.ts";
import { showTensor } from "../../../lib/notebook/display/tensor.ts";
import { float32, tensor } from "../../../lib/tensor.ts";
import { bundleOf, pngOf } from "./bundles.ts";

const ramp = (shape: number[], step = 1): ReturnType<typeof float32> =>
  float32(shape, Float32Array.from({ length: shape.reduce((n, d) => n * d, 1) }, (_, i) => i * step));

Deno.test("a tensor of numbers: its type, its statistics, and a corner of it with the last row and column", async () => {
  const bundle = await bundleOf(showTensor(ramp([2, 3, 10, 12])));
  const [head, , names, numbers, , columns, ...rows] = bundle["text/plain"].split("\n");
  assert.equal(head, "float32 [2, 3, 10, 12], 720 numbers, 2.813 KiB");
  assert.match(names!, /least +mean +most +standard deviation +zeros$/);
  assert.deepEqual(numbers!.trim().split(/ +/), ["0", "359.5", "719", "207.8", "1"]);
  assert.match(columns!, /^\[0, 0, y, x\] +0 +1 +2 +3 +4 +5 +… +11$/);
  assert.equal(rows.length, 6);
  assert.match(rows.at(-1)!, /^ +9 +108 +109 +110 +111 +112 +113 +… +119$/);
  assert.match(bundle["text/html"]!, /<td style="text-align:right" align="right">359.5<\/td>/);
});

Deno.test("NaN and infinity are counted and do not spoil the statistics", async () => {
  const bundle = await bundleOf(showTensor(float32([5], [1, NaN, Infinity, 3, -Infinity])));
  assert.match(bundle["text/plain"], /NaN +infinite\n +1 +2 +3 +1 +0 +1 +2\n/);
});

Deno.test("other dtypes are shown as the numbers they stand for, and nothing is said of no numbers", async () => {
  const half = await bundleOf(showTensor(tensor("float16", [2], Uint16Array.of(0x3c00, 0xc000))));
  assert.match(half["text/plain"], /\n *1 +-2$/);
  const whole = await bundleOf(showTensor(tensor("int64", [1], BigInt64Array.of(2n ** 62n))));
  assert.match(whole["text/plain"], /\n4611686018427387904$/);
  const none = await bundleOf(showTensor(float32([0, 3], [])));
  assert.equal(none["text/plain"], "float32 [0, 3], 0 numbers, 0 bytes");
  const scalar = await bundleOf(showTensor(float32([], [0.1])));
  assert.match(scalar["text/plain"], /^float32 \[\], 1 number, 4 bytes\n/);
});

Deno.test("a tensor that is a picture shows as one, and says what pictures cannot show", async () => {
  const picture = ramp([1, 3, 16, 20], 1 / 480);
  const bundle = await bundleOf(showTensor(picture));
  assert.match(bundle["text/plain"], /, from 0 to 1\.998, clamped to −1 to 1$/);
  const { width, height, data } = decodeImage(pngOf(bundle));
  assert.deepEqual([width, height, data[0], data.at(-1)], [20, 16, 128, 255]);
  assert.match(bundle["image/svg+xml"]!, /^<svg [^>]* height="205" width="256"/);
  assert.equal("text/html" in bundle, false);
});

Deno.test("pictures are shown as numbers where one asks for it or there is NaN in them", async () => {
  const numbers = await bundleOf(showTensor(ramp([1, 3, 16, 16]), { as: "numbers" }));
  assert.ok("text/html" in numbers && !("image/png" in numbers));
  const broken = await bundleOf(showTensor(float32([1, 3, 16, 16], new Float32Array(768).fill(NaN))));
  assert.match(broken["text/plain"], /NaN/);
  assert.throws(() => showTensor(ramp([4]), { as: "picture" }), InputError);
});
