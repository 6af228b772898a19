import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { datasetSheet } from "../../lib/figures/dataset_sheet.ts";
import { tintedPicture } from "../../lib/figures/tinted_picture.ts";
import { float32 } from "../../lib/tensor.ts";
import { faceLike } from "./samples.ts";
import { assertSnapshot } from "./snapshot.ts";
import { rightMask } from "../datasets/write_dataset.ts";

const GREY = { width: 4, height: 1, data: new Uint8ClampedArray(16).fill(200) };

/** Red, green and blue of the pixels in a row. */
const rgbOf = ({ data }: { readonly data: Uint8ClampedArray }): number[][] =>
  Array.from({ length: data.length / 4 }, (_, i) => [...data.slice(4 * i, 4 * i + 3)]);

Deno.test("a sheet of samples shows points, masks and regions", () => {
  const points = [{ handle: [10, 14], target: [20, 14] }, { handle: [16, 22], target: [16, 26] }] as const;
  const mask = rightMask(32, 32, 8);
  const regions = Array.from({ length: 36 }, (_, i) => ({
    handle: [8 + i % 6, 11 + Math.floor(i / 6)],
    target: [18 + i % 6, 11 + Math.floor(i / 6)],
  } as const));
  const picture = faceLike();
  assertSnapshot(
    "dataset_sheet",
    datasetSheet(
      [
        { label: "face_0", detail: "faces: a photo of a face", picture, points, mask },
        { label: "face_1", detail: "faces: with regions", picture, points: points.slice(0, 1), regions },
        { label: "face_2", picture: faceLike(24, 32), points: points.slice(0, 1) },
      ],
      { size: 120, columns: 3, title: "Three faces" },
    ),
  );
});

Deno.test("what may not move is darker, behind a white line; regions have their colour", () => {
  const masked = rgbOf(tintedPicture(GREY, float32([1, 4], [0, 1, 1, 1])));
  assert.deepEqual(masked, [[100, 100, 100], [255, 255, 255], [200, 200, 200], [200, 200, 200]]);
  const tinted = rgbOf(tintedPicture(GREY, undefined, [{ pixels: [[1, 0], [9, 0]], colour: "#ff0000" }]));
  assert.deepEqual(tinted, [[200, 200, 200], [228, 100, 100], [200, 200, 200], [200, 200, 200]]);
  assert.deepEqual([...GREY.data], Array(16).fill(200));
});

Deno.test("no samples, and masks of another size, are refused", () => {
  assert.throws(() => datasetSheet([]), InputError);
  assert.throws(
    () => tintedPicture(GREY, float32([4, 1], [0, 1, 1, 1])),
    { message: "Expected a mask of 1 × 4 pixels but found one of 4 × 1." },
  );
});
