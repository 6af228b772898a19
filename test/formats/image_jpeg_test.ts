import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { FormatError } from "../../lib/errors.ts";
import { decodeImage } from "../../lib/formats/image.ts";
import { BASELINE_JPEG, CMYK_JPEG, GREY_JPEG, PROGRESSIVE_JPEG, RGB_JPEG } from "./jpeg_samples.ts";

/** Fails unless some pixels are as libjpeg decodes them, but for rounding and the filter of chroma. */
function assertPixels(
  file: Uint8Array,
  expected: [x: number, y: number, rgb: [number, number, number]][],
): void {
  const { width, data } = decodeImage(file);
  for (const [x, y, rgb] of expected) {
    const at = 4 * (y * width + x);
    rgb.forEach((value, i) =>
      assert.ok(Math.abs((data[at + i] ?? NaN) - value) <= 10, `${data.slice(at, at + 3)}`)
    );
    assert.equal(data[at + 3], 255);
  }
}

Deno.test("JPEG: baseline, progressive with halved chroma, grey with restarts, CMYK and RGB", () => {
  assertPixels(BASELINE_JPEG, [[0, 0, [1, 3, 248]], [7, 7, [71, 67, 190]]]);
  assertPixels(PROGRESSIVE_JPEG, [[0, 0, [0, 3, 250]], [12, 8, [103, 83, 136]], [23, 15, [197, 147, 32]]]);
  assertPixels(GREY_JPEG, [[0, 0, [2, 2, 2]], [12, 8, [104, 104, 104]], [23, 15, [196, 196, 196]]]);
  assertPixels(CMYK_JPEG, [[0, 0, [2, 1, 254]], [7, 7, [68, 69, 186]]]);
  assertPixels(RGB_JPEG, [[0, 0, [2, 1, 254]], [7, 7, [68, 69, 186]]]);
});

/** The file with the first place of `from` after its start replaced. */
function edited(file: Uint8Array, from: number[], to: number[]): Uint8Array {
  const at = Buffer.from(file).indexOf(Uint8Array.from(from), 2);
  assert.ok(at > 0, "Expected the bytes to replace.");
  return new Uint8Array(
    Buffer.concat([file.subarray(0, at), Uint8Array.from(to), file.subarray(at + from.length)]),
  );
}

const FRAME = [0xff, 0xc0, 0, 17, 8, 0, 8, 0, 8, 3];
const SCAN = [0xff, 0xda, 0, 12, 3];
const withFrame = (...frame: number[]): Uint8Array =>
  edited(BASELINE_JPEG, FRAME, [0xff, 0xc0, 0, 17, ...frame]);
const ahead = (...segment: number[]): Uint8Array => edited(BASELINE_JPEG, FRAME, [...segment, ...FRAME]);
const at = (file: Uint8Array, marker: number): number =>
  Buffer.from(file).indexOf(Uint8Array.of(0xff, marker));
const scanOf = (file: Uint8Array): number[] => [...file.subarray(at(file, 0xda), -2)];

Deno.test("JPEG skips comments, application segments and what follows the end", () => {
  const pixels = decodeImage(BASELINE_JPEG);
  const hidden = [0xff, 0xe1, 0, 8, 0xff, 0xda, 0xff, 0xc0, 0xff, 0xd9];
  assert.deepEqual(decodeImage(ahead(...hidden, 0xff, 0xfe, 0, 3, 65)), pixels);
  assert.deepEqual(decodeImage(Uint8Array.of(...BASELINE_JPEG, 1, 2, 3)), pixels);
  assert.deepEqual(decodeImage(ahead(0xff, 0xff, 0xff, 0xfe, 0, 2)), pixels);
});

Deno.test("JPEG may hold quantization tables of 16 bits", () => {
  const table = [0xff, 0xdb, 0, 131, 0x13, ...new Uint8Array(128).fill(1)];
  assert.deepEqual(decodeImage(ahead(...table)), decodeImage(BASELINE_JPEG));
});

/** The file with a scan of its first component only. */
function oneScanned(file: Uint8Array): Uint8Array {
  const start = at(file, 0xda);
  const header = [0xff, 0xda, 0, 8, 1, ...file.subarray(start + 5, start + 7), 0, 63, 0];
  return Uint8Array.of(...file.subarray(0, start), ...header, ...file.subarray(start + 14));
}

const REFUSED: [what: string, file: Uint8Array, message: RegExp][] = [
  ["nothing but its start", BASELINE_JPEG.subarray(0, 2), /more bytes/],
  ["no frame", Uint8Array.of(0xff, 0xd8, 0xff, 0xd9), /a frame/],
  ["no scan", Uint8Array.of(...BASELINE_JPEG.subarray(0, at(BASELINE_JPEG, 0xda)), 0xff, 0xd9), /a scan/],
  ["no end", BASELINE_JPEG.subarray(0, -2), /end mark/],
  ["half an end", BASELINE_JPEG.subarray(0, -1), /end mark/],
  ["a scan of nothing", edited(BASELINE_JPEG, SCAN, [0xff, 0xda, 0, 2, 3]), /found 0/],
  ["half its scan", Uint8Array.of(...BASELINE_JPEG.subarray(0, -9), 0xff, 0xd9), /sound file/],
  ["no marker", ahead(1, 2), /a marker at byte \d+ but found 1/],
  [
    "a component that no scan has",
    oneScanned(BASELINE_JPEG),
    /every component but found none of component 2/,
  ],
  ["4 components without Adobe's mark", edited(CMYK_JPEG, [0xff, 0xee], [0xff, 0xe5]), /Adobe's mark/],
  ["a segment of one byte", ahead(0xff, 0xfe, 0, 1), /at least 2 bytes/],
  ["two frames", ahead(...FRAME, 1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1), /two/],
  ["lossless coding", edited(BASELINE_JPEG, FRAME, [0xff, 0xc3, ...FRAME.slice(2)]), /marker c3/],
  ["arithmetic coding", ahead(0xff, 0xcc, 0, 2), /marker cc/],
  ["12 bits", withFrame(12, 0, 8, 0, 8, 3), /found 12 bits/],
  [
    "a component too many",
    edited(BASELINE_JPEG, FRAME, [0xff, 0xc0, 0, 20, ...FRAME.slice(4), 9, 0x11, 0]),
    /3 components/,
  ],
  ["2 components", withFrame(8, 0, 8, 0, 8, 2), /2 components/],
  ["no rows", withFrame(8, 0, 0, 0, 8, 3), /found 8×0/],
  ["65,535 rows", withFrame(8, 255, 255, 0, 8, 3), /found 8×65535/],
  ["2^25 + 2^12 pixels", withFrame(8, 0x20, 1, 0x10, 0, 3), /found 4096×8193/],
  ["more pixels than its bytes can hold", withFrame(8, 4, 0, 4, 0, 3), /more than \d+ bytes for 1024×1024/],
  [
    "a sampling factor of 5",
    edited(BASELINE_JPEG, [...FRAME, 1, 0x11], [...FRAME, 1, 0x51]),
    /found 5 and 1/,
  ],
  [
    "a sampling factor of 0",
    edited(BASELINE_JPEG, [...FRAME, 1, 0x11], [...FRAME, 1, 0x10]),
    /found 1 and 0/,
  ],
  ["a scan ahead of its frame", ahead(...scanOf(BASELINE_JPEG)), /after a frame/],
  ["a scan of 5 components", edited(BASELINE_JPEG, SCAN, [0xff, 0xda, 0, 12, 5]), /found 5/],
  ["a quantization table cut short", ahead(0xff, 0xdb, 0, 4, 0, 1), /64 more bytes/],
  ["a Huffman table cut short", ahead(0xff, 0xc4, 0, 4, 0, 1), /17 more bytes/],
  ["a Huffman table too long", ahead(0xff, 0xc4, 0, 19, 0, ...new Array(16).fill(255)), /4080 more bytes/],
  ["an odd restart interval", ahead(0xff, 0xdd, 0, 5, 0, 1, 0), /restart interval/],
];

for (const [what, file, message] of REFUSED) {
  Deno.test(`JPEG with ${what} is refused`, () => {
    assert.throws(() => decodeImage(file), (error: unknown) => {
      assert.ok(error instanceof FormatError);
      assert.match(error.message, message);
      return true;
    });
  });
}

Deno.test("JPEG of more scans than a picture of its size needs is refused", () => {
  const frame = [0xff, 0xc2, 0, 11, 8, 0x10, 0, 0x10, 0, 1, 1, 0x11, 0];
  const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0];
  const comment = [0xff, 0xfe, 0xff, 0xff, ...new Uint8Array(0xfffd)];
  const file = (scans: number): Uint8Array =>
    Uint8Array.of(0xff, 0xd8, ...frame, ...comment, ...new Array(scans).fill(scan).flat(), 0xff, 0xd9);
  assert.throws(() => decodeImage(file(64)), /Expected a sound file/);
  assert.throws(() => decodeImage(file(65)), /Expected fewer scans/);
});
