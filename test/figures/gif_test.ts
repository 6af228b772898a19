import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { encodeGif } from "../../lib/figures/gif.ts";
import { ByteReader } from "../../lib/formats/bytes.ts";
import { faceLike } from "./samples.ts";

interface Gif {
  readonly size: readonly number[];
  /** Milliseconds of each frame. */
  readonly delays: readonly number[];
  /** Colours in each frame's palette, the first one's being the global one. */
  readonly colours: readonly number[];
  readonly loops: boolean;
}

/** Skips blocks up to the empty one and returns the first. */
function subBlocks(reader: ByteReader): Uint8Array {
  const first = reader.take(reader.uint8());
  for (let length = reader.uint8(); length > 0; length = reader.uint8()) reader.take(length);
  return first;
}

/** Reads the structure of a GIF, not its pixels. */
function readGif(bytes: Uint8Array): Gif {
  const reader = new ByteReader("gif", bytes, "little");
  assert.equal(String.fromCharCode(...reader.take(6)), "GIF89a");
  const size = [reader.uint16(), reader.uint16()];
  const palette = (flags: number): number => (flags & 0x80 ? 2 ** ((flags & 7) + 1) : 0);
  const shared = palette(reader.uint8());
  reader.take(2 + 3 * shared);
  const [delays, colours]: number[][] = [[], []];
  let loops = false;
  for (let kind = reader.uint8(); kind !== 0x3b; kind = reader.uint8()) {
    if (kind === 0x21) {
      const label = reader.uint8();
      const block = subBlocks(reader);
      if (label === 0xf9) delays!.push(10 * (block[1]! + 256 * block[2]!));
      else loops ||= String.fromCharCode(...block) === "NETSCAPE2.0";
    } else {
      reader.take(8);
      const own = palette(reader.uint8());
      colours!.push(own || shared);
      reader.take(3 * own + 1);
      subBlocks(reader);
    }
  }
  assert.equal(reader.remaining, 0);
  return { size, delays: delays!, colours: colours!, loops };
}

Deno.test("an animation has its frames, repeats, and holds the last one longer", () => {
  const frames = [faceLike(20, 12), faceLike(20, 12), faceLike(20, 12)];
  const gif = readGif(encodeGif(frames, { delay: 80, lastDelay: 2000 }));
  assert.deepEqual(gif.size, [20, 12]);
  assert.deepEqual(gif.delays, [80, 80, 2000]);
  assert.equal(gif.loops, true);
  assert.ok(gif.colours.every((colours) => colours >= 4 && colours <= 256));
});

Deno.test("a single frame will do, and pixels may be a part of a larger buffer", () => {
  const face = faceLike();
  const larger = new Uint8ClampedArray(face.data.length + 40);
  larger.set(face.data, 20);
  const part = { ...face, data: larger.subarray(20, 20 + face.data.length) };
  assert.deepEqual(encodeGif([part]), encodeGif([face]));
});

Deno.test("no frames, frames of two sizes and delays out of range are refused", () => {
  assert.throws(() => encodeGif([]), InputError);
  assert.throws(() => encodeGif([faceLike(4, 4), faceLike(4, 5)]), /found 4 × 5/);
  for (const delay of [0, -1, NaN, 1e6]) assert.throws(() => encodeGif([faceLike()], { delay }), InputError);
});
