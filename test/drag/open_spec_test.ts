import assert from "node:assert/strict";
import { join } from "node:path";
import { InputError } from "../../lib/errors.ts";
import { encodePng } from "../../lib/formats/image.ts";
import { encodeNpy } from "../../lib/formats/npy.ts";
import { type OpenedSpec, openSpec } from "../../lib/drag/open_spec.ts";
import { motionOf } from "../../lib/drag/motion/motion_of.ts";
import { parseSpec, type SpecInput } from "../../lib/drag/spec.ts";
import { openRuntime, type Runtime } from "../../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";
import { specWith } from "../cli/specs.ts";
import { temporaryFolder } from "../cli/temporary_folder.ts";
import { fixtureArray, rows } from "../fixtures.ts";

const npy = (shape: readonly number[], value = 0.5): Uint8Array =>
  encodeNpy(float32(shape, new Float32Array(shape.reduce((n, d) => n * d, 1)).fill(value)));

const white = (size: number): Uint8Array =>
  encodePng({ width: size, height: size, data: new Uint8ClampedArray(4 * size * size).fill(255) });

const FILES: Readonly<Record<string, Uint8Array | string>> = {
  "z.npy": encodeNpy(fixtureArray("a64/z")),
  "w.npy": npy([64]),
  "ws.npy": npy([10, 64]),
  "rows.npy": encodeNpy(float32([10, 64], Float32Array.from({ length: 640 }, (_, i) => i))),
  "long.npy": npy([65]),
  "none.npy": npy([0, 64]),
  "infinite.npy": npy([64], Infinity),
  "integers.npy": encodeNpy({ dtype: "int32", shape: [64], data: new Int32Array(64) }),
  "double.npy": encodeNpy({ dtype: "float64", shape: [64], data: new Float64Array(64).fill(0.5) }),
  "white.png": white(64),
  "small.png": white(32),
  "frozen.npy": npy([64, 64], 0),
  "narrow.npy": npy([64, 63]),
  "cube.npy": npy([64, 64, 1]),
  "text.pkl": "no model at all",
  "empty.pkl": "",
};

/** Opens a SPEC whose files are {@linkcode FILES}. */
async function open(fields: SpecInput, runtime: Runtime): Promise<OpenedSpec> {
  using folder = temporaryFolder();
  for (const [name, content] of Object.entries(FILES)) folder.write(name, content);
  return await openSpec(parseSpec(specWith(fields)), folder.at(), runtime);
}

const pair = (handle: unknown, target: unknown): SpecInput => ({ points: [{ handle, target }] });

const WRONG: readonly (readonly [string, SpecInput, RegExp])[] = [
  ["a model that is text", { model: "text.pkl" }, /text\.pkl: pickle: /],
  ["an empty model", { model: "empty.pkl" }, /empty\.pkl: pickle: /],
  ["a model that is an array", { model: "z.npy" }, /z\.npy: pickle: /],
  ["a model that is not there", { model: "none.pkl" }, /none\.pkl but found nothing there/],
  [
    "a latent of another size",
    { latent: "long.npy" },
    /long\.npy: .*z \[64\], w \[64\] or ws \[10, 64\].*found \[65\]/,
  ],
  ["a latent of another kind", { latent: { file: "w.npy", kind: "ws" } }, /ws \[10, 64\],.*found \[64\]/],
  ["no latent in a file", { latent: "none.npy" }, /none\.npy: .*at least one latent but found none/],
  ["infinity in a latent", { latent: "infinite.npy" }, /infinite\.npy: .*finite numbers but found Infinity/],
  ["a latent of integers", { latent: "integers.npy" }, /floating-point numbers but found int32/],
  ["a latent that is a picture", { latent: "white.png" }, /white\.png: npy: /],
  ["a latent that is a folder", { latent: "." }, /a latent at .* but found a folder/],
  ["a latent beyond the batch", { latentIndex: 2 }, /\.npy: .*latentIndex from 0 to 1 but found 2/],
  ["a negative seed", { latent: { seed: -1 } }, /^latent\.seed: Expected at least 0 but found -1\.$/],
  ["a latent that is a number", { latent: 4 }, /^latent: Expected \{"seed"/],
  ["a class without classes", { class: 1 }, /Expected no class/],
  ["a point of one number", pair([9], [9, 9]), /^points\[0\]\.handle/],
  ["a point of text", pair(["9", 9], [9, 9]), /points\[0\]\.handle\[0\]: Expected number but found "9"/],
  ["a negative point", pair([9, 9], [9, -1]), /target 0 inside the picture/],
  ["no points", { points: [] }, /^points: Expected at least 1 but found 0 of them\.$/],
  ["a mask of another shape", { mask: "cube.npy" }, /cube\.npy: Expected a mask of numbers \[H, W\]/],
  [
    "a mask that is too small",
    { mask: "small.png" },
    /small\.png: .*mask of 64 × 64 pixels but found one of 32 × 32/,
  ],
  ["a mask that is too narrow", { mask: "narrow.npy" }, /mask of 64 × 64 pixels but found one of 64 × 63/],
  ["a mask that is text", { mask: "text.pkl" }, /text\.pkl: image: /],
  ["an option out of range", { options: { lr: 0 } }, /^options\.lr: Expected more than 0 but found 0\.$/],
  [
    "an option that is no integer",
    { options: { r2: 1.5 } },
    /^options\.r2: Expected a whole number but found 1\.5\.$/,
  ],
  ["an unknown latent space", { options: { latentSpace: "y" } }, /latentSpace to be one of w\+, w/],
  [
    "a W+ latent in the space w",
    { latent: "rows.npy", options: { latentSpace: "w" } },
    /one w in rows 0 to 5 .*found another in row 1/,
  ],
  ["a block beyond the last", { options: { featureBlock: 9 } }, /featureBlock from 0 to 4 but found 9/],
  ["an unknown field", { speed: 9 }, /^Expected no field "speed"\.$/],
  ["a field of diffusion models", { prompt: "a cat" }, /"prompt".*diffusion models/],
  ["no steps", { steps: 0 }, /^steps: Expected more than 0 but found 0\.$/],
];

Deno.test("what is wrong with a SPEC is said in one sentence", async (t) => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  for (const [what, fields, sentence] of WRONG) {
    await t.step(what, async () => {
      await assert.rejects(open(fields, runtime), (error: Error) => {
        assert.ok(error instanceof InputError, `${error}`);
        assert.match(error.message, sentence);
        assert.match(error.message, /^[^\n]+\.$/);
        return true;
      });
    });
  }
});

const latentOf = async (fields: SpecInput, runtime: Runtime): Promise<Tensor> =>
  (await open(fields, runtime)).problem.latent;

const close = (a: Tensor, b: Tensor, error: number): void => {
  assert.deepEqual(a.shape, b.shape);
  const most = Math.max(...(a.data as Float32Array).map((v, i) => Math.abs(v - Number(b.data[i]))));
  assert.ok(most <= error, `differs by ${most}`);
};

Deno.test("a latent may be z, w or ws, with or without a batch axis", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  close(
    await latentOf({ latent: "z.npy", latentIndex: 1 }, runtime),
    rows(fixtureArray("a64/ws_psi1"), 1),
    1e-5,
  );
  const half = float32([1, 10, 64], new Float32Array(640).fill(0.5));
  close(await latentOf({ latent: "ws.npy" }, runtime), half, 0);
  for (const file of ["w.npy", "double.npy"]) {
    close(await latentOf({ latent: { file, kind: "w" } }, runtime), half, 0);
  }
});

Deno.test("a mask frees what is white, and one that freezes all is warned of", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const free = await open({ mask: "white.png" }, runtime);
  assert.ok((free.problem.mask!.data as Float32Array).every((v) => v === 1));
  assert.deepEqual(free.warnings, []);
  const frozen = await open({ mask: "frozen.npy" }, runtime);
  assert.deepEqual(frozen.warnings, ["The mask frozen.npy lets nothing move, and is ignored."]);
});

Deno.test("a seed, of which a drag with a GAN has no use, is warned of", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const { warnings } = await open({ seed: 3, mask: "frozen.npy" }, runtime);
  assert.deepEqual(warnings, [
    "The seed 3 changes nothing: a drag with a GAN draws no random numbers.",
    "The mask frozen.npy lets nothing move, and is ignored.",
  ]);
});

Deno.test("a latent that may be one ws or as many w is read as one ws, and warned of unless its kind is said", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const { warnings } = await open({ latent: "ws.npy" }, runtime);
  assert.deepEqual(warnings, [
    'The latent ws.npy [10, 64] is read as one ws; if it is 10 of w or z, say so by "kind" beside its "file".',
  ]);
  for (const latent of ["z.npy", { file: "ws.npy", kind: "ws" }, { file: "ws.npy", kind: "z" }]) {
    assert.deepEqual((await open({ latent }, runtime)).warnings, []);
  }
});

Deno.test("relative paths start at the SPEC, and trainableRows reaches the generator", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  using folder = temporaryFolder();
  folder.write("ws.npy", FILES["ws.npy"]);
  const spec = specWith({ latent: join(".", "ws.npy"), options: { trainableRows: 2 }, method: "stabledrag" });
  const { model, method, sha256 } = await openSpec(parseSpec(spec), folder.at(), runtime);
  assert.equal(method.name, "stabledrag");
  assert.equal(motionOf(method).tau, 0.4);
  assert.match(sha256.model, /^[0-9a-f]{64}$/);
  assert.deepEqual(model.generator.size, [64, 64]);
});
