import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";
import { FormatError } from "../../lib/errors.ts";
import { decodeImage } from "../../lib/formats/image.ts";
import { chunk, headerChunk, pngOf, pngOfChunks } from "./png_builder.ts";

const pixelsOf = (file: Uint8Array): number[][] => {
  const { data } = decodeImage(file);
  return Array.from({ length: data.length / 4 }, (_, i) => [...data.subarray(4 * i, 4 * i + 4)]);
};

const grey = (value: number, alpha = 255): number[] => [value, value, value, alpha];

Deno.test("PNG grey of 1, 2 and 4 bits is stretched to 0…255 and rows end at whole bytes", () => {
  const one = pngOf({ width: 3, height: 2, depth: 1, colorType: 0 }, [0, 0b10100000, 0, 0b01000000]);
  assert.deepEqual(pixelsOf(one), [255, 0, 255, 0, 255, 0].map((value) => grey(value)));
  const two = pngOf({ width: 5, height: 1, depth: 2, colorType: 0 }, [0, 0b00011011, 0b11000000]);
  assert.deepEqual(pixelsOf(two), [0, 85, 170, 255, 255].map((value) => grey(value)));
  const four = pngOf({ width: 2, height: 1, depth: 4, colorType: 0 }, [0, 0x1f]);
  assert.deepEqual(pixelsOf(four), [grey(17), grey(255)]);
});

Deno.test("PNG of 8 bits: grey, grey with opacity, RGB, RGBA", () => {
  assert.deepEqual(pixelsOf(pngOf({ width: 2, height: 1, colorType: 0 }, [0, 7, 9])), [grey(7), grey(9)]);
  assert.deepEqual(pixelsOf(pngOf({ width: 1, height: 1, colorType: 4 }, [0, 7, 9])), [grey(7, 9)]);
  assert.deepEqual(pixelsOf(pngOf({ width: 1, height: 1, colorType: 2 }, [0, 1, 2, 3])), [[1, 2, 3, 255]]);
  assert.deepEqual(pixelsOf(pngOf({ width: 1, height: 1, colorType: 6 }, [0, 1, 2, 3, 4])), [[1, 2, 3, 4]]);
});

Deno.test("PNG of 16 bits is rounded to the nearest of 8 bits", () => {
  const rows = [0, 0x00, 0x80, 0x00, 0x81, 0xff, 0xff, 0xff, 0x7e];
  assert.deepEqual(
    pixelsOf(pngOf({ width: 4, height: 1, depth: 16, colorType: 0 }, rows)),
    [0, 1, 255, 254].map((v) => grey(v)),
  );
  assert.deepEqual(pixelsOf(pngOf({ width: 1, height: 1, depth: 16, colorType: 6 }, rows)), [[
    0,
    1,
    255,
    254,
  ]]);
});

Deno.test("PNG palettes of 1 to 8 bits, opaque and not", () => {
  const palette = chunk("PLTE", [10, 20, 30, 40, 50, 60]);
  const opacity = chunk("tRNS", [99]);
  const colours = [[40, 50, 60, 255], [10, 20, 30, 255]];
  for (const [depth, byte] of [[1, 0b10000000], [2, 0b01000000], [4, 0x10]] as const) {
    assert.deepEqual(
      pixelsOf(pngOf({ width: 2, height: 1, depth, colorType: 3 }, [0, byte], palette)),
      colours,
    );
  }
  const eight = pngOf({ width: 2, height: 1, colorType: 3 }, [0, 1, 0], palette, opacity);
  assert.deepEqual(pixelsOf(eight), [[40, 50, 60, 255], [10, 20, 30, 99]]);
});

Deno.test("PNG hides the one grey or colour that tRNS names, compared at full depth", () => {
  const two = pngOf({ width: 4, height: 1, depth: 2, colorType: 0 }, [0, 0b00011011], chunk("tRNS", [0, 2]));
  assert.deepEqual(pixelsOf(two).map(([, , , alpha]) => alpha), [255, 255, 0, 255]);
  const rgb = pngOf(
    { width: 3, height: 1, colorType: 2 },
    [0, 1, 2, 3, 1, 2, 4, 3, 2, 1],
    chunk("tRNS", [0, 1, 0, 2, 0, 3]),
  );
  assert.deepEqual(pixelsOf(rgb), [[1, 2, 3, 0], [1, 2, 4, 255], [3, 2, 1, 255]]);
  const deep = pngOf(
    { width: 2, height: 1, depth: 16, colorType: 0 },
    [0, 1, 0, 1, 1],
    chunk("tRNS", [1, 1]),
  );
  assert.deepEqual(pixelsOf(deep), [grey(1), grey(1, 0)]);
});

Deno.test("PNG undoes all five row filters", () => {
  const rows = [
    [0, 10, 20, 30],
    [1, 5, 5, 5],
    [2, 1, 1, 1],
    [3, 4, 4, 4],
    [4, 1, 1, 1],
  ].flat();
  const values = pixelsOf(pngOf({ width: 3, height: 5, colorType: 0 }, rows)).map(([value]) => value);
  assert.deepEqual(values, [10, 20, 30, 5, 10, 15, 6, 11, 16, 7, 13, 18, 8, 14, 19]);
});

Deno.test("PNG puts the seven passes of Adam7 in their places", () => {
  const passes = [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [
    0,
    1,
    1,
    2,
  ]] as const;
  const [width, height] = [9, 6];
  const rows: number[] = [];
  for (const [x0, y0, dx, dy] of passes) {
    for (let y = y0; y < height; y += dy) {
      rows.push(0);
      for (let x = x0; x < width; x += dx) rows.push(10 * y + x);
    }
  }
  const pixels = pixelsOf(pngOf({ width, height, colorType: 0, interlace: 1 }, rows));
  assert.deepEqual(pixels, Array.from({ length: 54 }, (_, i) => grey(10 * Math.floor(i / 9) + i % 9)));
  assert.deepEqual(pixelsOf(pngOf({ width: 1, height: 1, colorType: 0, interlace: 1 }, [0, 5])), [grey(5)]);
});

Deno.test("PNG skips chunks that decide no pixels, even broken and exploding ones, and joins split data", () => {
  const data = deflateSync(Uint8Array.of(0, 7));
  const profile = chunk("iCCP", [120, 0, 0, ...deflateSync(new Uint8Array(1e6))]);
  const file = pngOfChunks(
    headerChunk({ width: 1, height: 1, colorType: 0 }),
    profile,
    chunk("acTL", [1]),
    chunk("pHYs", [1]),
    chunk("IDAT"),
    chunk("IDAT", data.subarray(0, 3)),
    chunk("tEXt", [1]),
    chunk("IDAT", data.subarray(3)),
    chunk("IEND"),
    Uint8Array.of(1, 2, 3),
  );
  assert.deepEqual(pixelsOf(file), [grey(7)]);
});

const HEADER = { width: 1, height: 1, colorType: 0 };
const ROW = [0, 7];
const DATA = chunk("IDAT", deflateSync(Uint8Array.from(ROW)));
const END = chunk("IEND");
const PALETTE = chunk("PLTE", [1, 2, 3]);

/** A file whose last byte of the first chunk's checksum is wrong. */
const withWrongChecksum = (file: Uint8Array): Uint8Array => file.map((byte, i) => i === 32 ? byte ^ 1 : byte);

const REFUSED: [what: string, file: Uint8Array, message: RegExp][] = [
  ["a signature alone", pngOfChunks(), /4 more bytes/],
  ["a broken signature", pngOfChunks().map((byte, i) => i === 5 ? 0 : byte), /signature/],
  ["no end", pngOfChunks(headerChunk(HEADER), DATA), /more bytes/],
  ["no header", pngOfChunks(DATA, END), /IHDR as the first chunk but found IDAT/],
  [
    "two headers",
    pngOfChunks(headerChunk(HEADER), headerChunk(HEADER), DATA, END),
    /order but found IHDR after IHDR/,
  ],
  ["a short header", pngOfChunks(chunk("IHDR", [0, 0, 0, 1]), DATA, END), /more bytes/],
  ["a long header", pngOfChunks(chunk("IHDR", new Uint8Array(14)), DATA, END), /Expected 13 bytes in IHDR/],
  ["no data", pngOfChunks(headerChunk(HEADER), END), /compressed rows/],
  ["two palettes", pngOf({ ...HEADER, colorType: 3 }, ROW, PALETTE, PALETTE), /order but found PLTE after/],
  [
    "a palette after the data",
    pngOfChunks(headerChunk(HEADER), DATA, PALETTE, END),
    /order but found PLTE after/,
  ],
  ["a palette of 257 colours", pngOf(HEADER, ROW, chunk("PLTE", new Uint8Array(771))), /768 bytes in PLTE/],
  ["half a colour", pngOf({ ...HEADER, colorType: 3 }, ROW, chunk("PLTE", [1])), /multiple of 3/],
  ["no palette", pngOf({ ...HEADER, colorType: 3 }, ROW), /colours below 0/],
  ["a colour past the palette", pngOf({ ...HEADER, colorType: 3 }, ROW, PALETTE), /below 1 but found 7/],
  [
    "opacities past the palette",
    pngOf({ ...HEADER, colorType: 3 }, ROW, PALETTE, chunk("tRNS", [1, 2])),
    /alpha values/,
  ],
  ["opacity twice", pngOf({ ...HEADER, colorType: 4 }, [0, 1, 1], chunk("tRNS", [0, 1])), /tRNS/],
  ["an unknown critical chunk", pngOf(HEADER, ROW, chunk("ABCD")), /order but found ABCD after/],
  ["a wrong checksum", withWrongChecksum(pngOf(HEADER, ROW)), /CRC/],
  ["a width of 0", pngOf({ ...HEADER, width: 0 }, ROW), /found 0×1/],
  ["a side of 16,385", pngOf({ ...HEADER, height: 16_385 }, ROW), /found 1×16385/],
  ["2^25 + 2^12 pixels", pngOf({ ...HEADER, width: 4096, height: 8193 }, ROW), /found 4096×8193/],
  ["colour type 5", pngOf({ ...HEADER, colorType: 5 }, ROW), /found 5 and 8/],
  ["depth 3", pngOf({ ...HEADER, depth: 3 }, ROW), /found 0 and 3/],
  ["RGB of 4 bits", pngOf({ ...HEADER, colorType: 2, depth: 4 }, ROW), /found 2 and 4/],
  ["compression 1", pngOf({ ...HEADER, compression: 1 }, ROW), /found 1, 0 and 0/],
  ["filter method 1", pngOf({ ...HEADER, filter: 1 }, ROW), /found 0, 1 and 0/],
  ["interlace 2", pngOf({ ...HEADER, interlace: 2 }, ROW), /found 0, 0 and 2/],
  ["interlaced bits", pngOf({ ...HEADER, interlace: 1, depth: 1 }, ROW), /interlaced picture but found 1/],
  ["row filter 5", pngOf(HEADER, [5, 7]), /filter/],
  ["a missing byte", pngOf(HEADER, [0]), /2 bytes of compressed rows but found 1/],
  ["a byte too many", pngOf(HEADER, [0, 7, 7]), /2 bytes of compressed rows but found more/],
  [
    "a truncated stream",
    pngOfChunks(headerChunk(HEADER), chunk("IDAT", [120, 156]), END),
    /truncated stream/,
  ],
  ["a huge picture of nothing", pngOf({ ...HEADER, width: 16_384, height: 2048 }, ROW), /33556480 bytes/],
];

for (const [what, file, message] of REFUSED) {
  Deno.test(`PNG with ${what} is refused`, () => {
    assert.throws(() => decodeImage(file), (error: unknown) => {
      assert.ok(error instanceof FormatError);
      assert.match(error.message, message);
      return true;
    });
  });
}

Deno.test("PNG rows that explode are refused without being inflated", () => {
  const file = pngOf(HEADER, new Uint8Array(50_000_000));
  const start = performance.now();
  assert.throws(() => decodeImage(file), /found more/);
  assert.ok(performance.now() - start < 100);
});
