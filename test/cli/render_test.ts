import assert from "node:assert/strict";
import { decodeImage } from "../../lib/formats/image.ts";
import { decodeNpy, encodeNpy } from "../../lib/formats/npy.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";
import { fixtureArray } from "../fixtures.ts";
import { outcome, runCli, runCliOnFullDisk, start } from "./run_cli.ts";
import { LATENT, MODEL } from "./specs.ts";
import { temporaryFolder } from "./temporary_folder.ts";

const INPUT = ["--model", MODEL, "--latent", LATENT];

const difference = (a: Tensor, b: Tensor): number =>
  (a.data as Float32Array).slice(0, b.data.length)
    .reduce((most, v, i) => Math.max(most, Math.abs(v - Number(b.data[i]))), 0);

Deno.test("render writes the official pictures of every latent, unclamped", async () => {
  using folder = temporaryFolder();
  for (const noise of ["const", "none"]) {
    const out = folder.at(`${noise}.npy`);
    const { status, stderr } = await runCli("render", ...INPUT, "--noise", noise, "--out", out);
    assert.equal(status, 0, stderr);
    const [ours, official] = [decodeNpy(Deno.readFileSync(out)), fixtureArray(`a64/image_${noise}`)];
    assert.equal(ours.dtype, "float32");
    assert.deepEqual(ours.shape, [2, 3, 64, 64]);
    assert.ok(difference(ours, official) < 1e-4);
    assert.ok((ours.data as Float32Array).some((v) => Math.abs(v) > 1));
  }
});

Deno.test("a latent that the model makes nothing finite of is no result", async () => {
  using folder = temporaryFolder();
  const latent = folder.write("huge.npy", encodeNpy(float32([64], new Float32Array(64).fill(3e38))));
  for (const name of ["x.npy", "x.png"]) {
    const args = ["--model", MODEL, "--latent", latent, "--kind", "w", "--out", folder.at(name)];
    const { status, stderr } = await runCli("render", ...args);
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^error: The model made (NaN|-?Infinity) of latent 0: its weights or the latent are broken\.\n$/,
    );
    assert.throws(() => Deno.statSync(folder.at(name)), Deno.errors.NotFound);
  }
});

Deno.test("render puts several pictures on a sheet", async () => {
  using folder = temporaryFolder();
  const { status } = await runCli("render", ...INPUT, "--out", folder.at("sheet.png"));
  assert.equal(status, 0);
  const { width, height } = decodeImage(Deno.readFileSync(folder.at("sheet.png")));
  assert.deepEqual([width, height], [128, 64]);
});

Deno.test("features writes the official map", async () => {
  using folder = temporaryFolder();
  const out = folder.at("f.npy");
  assert.equal((await runCli("features", ...INPUT, "--block", "4", "--out", out)).status, 0);
  const ours = decodeNpy(Deno.readFileSync(out));
  assert.deepEqual(ours.shape, [2, 32, 64, 64]);
  assert.ok(difference(ours, fixtureArray("a64/feature")) < 1e-4);
});

Deno.test("render tells of an array that it reads as one ws and that may be as many w, unless --kind says which", async () => {
  using folder = temporaryFolder();
  const latent = folder.write("w.npy", encodeNpy(float32([10, 64], new Float32Array(640).fill(0.5))));
  const rendered = async (...kind: string[]): Promise<[stderr: string, count: number]> => {
    const out = folder.at("x.npy");
    const input = ["--model", MODEL, "--latent", latent, ...kind];
    const { stderr } = await runCli("render", ...input, "--out", out);
    return [stderr, decodeNpy(Deno.readFileSync(out)).shape[0]!];
  };
  const [told, one] = await rendered();
  assert.match(told, /w\.npy \[10, 64\] is read as one ws; if it is 10 of w or z, say so by --kind\.\n$/);
  assert.equal(one, 1);
  assert.deepEqual(await rendered("--kind", "w"), ["", 10]);
});

Deno.test("render on a full disk leaves nothing, and keeps what was there", async () => {
  using folder = temporaryFolder();
  const out = folder.write("x.npy", "kept");
  const { status, stderr } = await runCliOnFullDisk(8, "render", ...INPUT, "--out", out);
  assert.equal(status, 1);
  assert.match(stderr, /^error: Could not write .*x\.npy: File too large\.\n$/);
  assert.deepEqual([...Deno.readDirSync(folder.at())].map(({ name }) => name), ["x.npy"]);
  assert.equal(Deno.readTextFileSync(out), "kept");
});

Deno.test("render goes on where the cache is no folder, and says so once", async () => {
  using folder = temporaryFolder();
  const cache = folder.write("cache", "");
  const latent = folder.write("z.npy", encodeNpy(float32([512], new Float32Array(512).fill(0.5))));
  const line = ["render", "--latent", latent, "--out", folder.at("x.png")];
  const { status, stderr } = await outcome(start(line, { STABLEDRAG_CACHE: cache }));
  assert.match(stderr, /^Converted weights cannot be kept in .*cache \(File exists\).*STABLEDRAG_CACHE.*\n$/);
  assert.equal(status, 0);
  assert.equal(decodeImage(Deno.readFileSync(folder.at("x.png"))).width, 128);
});
