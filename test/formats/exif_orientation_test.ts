import assert from "node:assert/strict";
import fc from "fast-check";
import { exifOrientation } from "../../lib/formats/exif_orientation.ts";
import { concatBytes } from "../../lib/formats/bytes.ts";
import { decodeImage, encodePng } from "../../lib/formats/image.ts";
import { exifBody, withApp1 } from "./exif_segment.ts";
import { PROGRESSIVE_JPEG } from "./jpeg_samples.ts";
import { chunk } from "./png_builder.ts";

type Side = "left" | "right" | "top" | "bottom";

/** On which sides of the picture as it is shown the first stored row and column are (EXIF 2.32, section 4.6.4). */
const FIRST: readonly (readonly [row: Side, column: Side])[] = [
  ["top", "left"],
  ["top", "right"],
  ["bottom", "right"],
  ["bottom", "left"],
  ["left", "top"],
  ["right", "top"],
  ["right", "bottom"],
  ["left", "bottom"],
];

FIRST.forEach(([row, column], i) => {
  Deno.test(`JPEG of orientation ${i + 1} has its first row ${row} and its first column ${column}`, () => {
    const stored = decodeImage(PROGRESSIVE_JPEG);
    const shown = decodeImage(withApp1(PROGRESSIVE_JPEG, exifBody(i + 1)));
    const isUpright = row === "top" || row === "bottom";
    assert.deepEqual([shown.width, shown.height], isUpright ? [24, 16] : [16, 24]);
    for (let y = 0; y < 16; y++) {
      for (let x = 0; x < 24; x++) {
        const from = { [row]: y, [column]: x };
        const right = from["left"] ?? shown.width - 1 - from["right"]!;
        const below = from["top"] ?? shown.height - 1 - from["bottom"]!;
        const [a, b] = [4 * (24 * y + x), 4 * (shown.width * below + right)];
        assert.deepEqual(shown.data.subarray(b, b + 4), stored.data.subarray(a, a + 4));
      }
    }
  });
});

Deno.test("a PNG of any orientation is turned as a JPEG is, with and without the head that JPEG has before EXIF", () => {
  const stored = encodePng(decodeImage(PROGRESSIVE_JPEG));
  const headerEnd = 33;
  for (let orientation = 1; orientation <= 8; orientation++) {
    const body = exifBody(orientation);
    for (const exif of [body, body.subarray(6)]) {
      const png = [stored.subarray(0, headerEnd), chunk("eXIf", exif), stored.subarray(headerEnd)];
      assert.deepEqual(decodeImage(concatBytes(png)), decodeImage(withApp1(PROGRESSIVE_JPEG, body)));
    }
  }
});

Deno.test("an orientation is read in both byte orders, wherever the directory is", () => {
  for (const isBig of [false, true]) assert.equal(exifOrientation(exifBody(6, { isBig })), 6);
  const late = new Uint8Array(100);
  late.set(exifBody(3, { offset: 50 }));
  late.copyWithin(56, 14, 44);
  late.fill(0, 14, 44);
  assert.equal(exifOrientation(late), 3);
});

Deno.test("broken EXIF is ignored, and so is what is no orientation", () => {
  const broken = [
    ...[0, 9, 0xffff].map((value) => exifBody(value)),
    ...[{ type: 4 }, { count: 2 }, { offset: 0 }, { offset: 0xffffffff }].map((fields) =>
      exifBody(6, fields)
    ),
    exifBody(6).fill(0x49, 6, 7).fill(0x4d, 7, 8),
    exifBody(6).fill(43, 8, 9),
    new TextEncoder().encode("http://ns.adobe.com/xap/1.0/"),
    ...Array.from({ length: 40 }, (_, length) => exifBody(6).subarray(0, length)),
  ];
  const picture = decodeImage(PROGRESSIVE_JPEG);
  for (const body of broken) {
    assert.equal(exifOrientation(body), undefined);
    assert.deepEqual(decodeImage(withApp1(PROGRESSIVE_JPEG, body)), picture);
  }
});

Deno.test("the first sound orientation counts", () => {
  const [once, twice] = [[6], [6, 3]].map((all) =>
    decodeImage(all.toReversed().reduce((file, value) => withApp1(file, exifBody(value)), PROGRESSIVE_JPEG))
  );
  assert.deepEqual(twice, once);
  const behindBroken = withApp1(withApp1(PROGRESSIVE_JPEG, exifBody(6)), exifBody(9));
  assert.deepEqual(decodeImage(behindBroken), once);
});

Deno.test("any bytes in a segment are an orientation from 1 to 8 or none, whatever is around them", () => {
  const bodies = fc.tuple(fc.uint8Array({ maxLength: 60 }), fc.nat(44), fc.boolean()).map(
    ([bytes, at, isBig]) => {
      const body = new Uint8Array(Math.max(44, at + bytes.length));
      body.set(exifBody(6, { isBig }));
      body.set(bytes, at);
      return body;
    },
  );
  fc.assert(fc.property(bodies, fc.nat(60), (body, length) => {
    const segment = body.subarray(0, length);
    const found = exifOrientation(segment);
    assert.ok(found === undefined || [1, 2, 3, 4, 5, 6, 7, 8].includes(found));
    assert.equal(exifOrientation(segment.slice()), found);
  }));
});
