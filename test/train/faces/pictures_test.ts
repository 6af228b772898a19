import assert from "node:assert/strict";
import { encodeNpy } from "../../../lib/formats/npy.ts";
import {
  facePictures,
  PICTURE,
  placePicture,
  readPictures,
  SIDE,
} from "../../../lib/train/faces/pictures.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { tensor } from "../../../lib/tensor.ts";
import { temporaryFolder } from "../../cli/temporary_folder.ts";
import { type Generator } from "../../../lib/generators/generator.ts";
import { smallProgan } from "../../small_progan.ts";

const open = (): Promise<Generator> => Promise.resolve(smallProgan());

Deno.test("pictures are made once, kept, and made on where they were stopped", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  using folder = temporaryFolder();
  const options = { runtime, folder: folder.at("made") };
  const done: number[] = [];
  const none = await facePictures(open, 10, { ...options, until: performance.now() });
  assert.equal(none, undefined);
  const all = await facePictures(open, 10, { ...options, onProgress: (n) => done.push(n) });
  assert.deepEqual([all!.dtype, all!.shape, done], ["uint8", [10, 3, 64, 64], [8, 10, 10]]);
  assert.ok(new Set(all!.data).size > 20, "pictures of many colours");
  assert.notDeepEqual(all!.data.slice(0, PICTURE), all!.data.slice(PICTURE, 2 * PICTURE));
  assert.deepEqual(await facePictures(open, 10, options), all);
  assert.deepEqual(await readPictures(options.folder, 10, 3), all!.data.slice(0, 3 * PICTURE));
  await assert.rejects(readPictures(options.folder, 9, 3), /Expected 3 pictures in .* but found 0/);
});

Deno.test("a file of other pictures is refused by name", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  using folder = temporaryFolder();
  folder.write("faces-0-2.npy", encodeNpy(tensor("uint8", [1, 2], Uint8Array.of(1, 2))));
  await assert.rejects(
    facePictures(open, 2, { runtime, folder: folder.at(".") }),
    /faces-0-2.npy: Expected pictures uint8 \[2,3,64,64\] but found uint8 \[1,2\]/,
  );
});

Deno.test("fewer pictures than are asked for are told by their number", async () => {
  using folder = temporaryFolder();
  for (const [first, count] of [[0, 256], [256, 44]] as const) {
    const piece = tensor("uint8", [count, 3, SIDE, SIDE], new Uint8Array(count * PICTURE).fill(first / 256));
    folder.write(`faces-${first}-${count}.npy`, encodeNpy(piece));
  }
  for (const count of [301, 600]) {
    await assert.rejects(
      readPictures(folder.at(), 300, count),
      new RegExp(`Expected ${count} pictures in .* but found 300\\.$`),
    );
  }
  const all = await readPictures(folder.at(), 300, 257);
  assert.deepEqual([all.length, all.at(256 * PICTURE - 1), all.at(-1)], [257 * PICTURE, 0, 1]);
});

Deno.test("a mirrored picture has its columns in reverse", () => {
  const from = Uint8Array.from({ length: 2 * PICTURE }, (_, i) => i % 251);
  const to = new Uint8Array(2 * PICTURE);
  placePicture(from, 1, true, to, 0);
  placePicture(from, 1, false, to, 1);
  assert.deepEqual(to.slice(PICTURE), from.slice(PICTURE));
  for (const row of [0, 100, 191]) {
    const own = from.slice(PICTURE + row * SIDE, PICTURE + (row + 1) * SIDE);
    assert.deepEqual(to.slice(row * SIDE, (row + 1) * SIDE), own.toReversed());
  }
});
