import assert from "node:assert/strict";
import { join } from "node:path";
import { InputError } from "../../lib/errors.ts";
import { modelSource } from "../../lib/generators/family.ts";
import { openModel } from "../../lib/generators/load.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { repositoryPath } from "../cli/run_cli.ts";
import { temporaryFolder } from "../cli/temporary_folder.ts";
import { fixtureArray } from "../fixtures.ts";
import { modelFolder, TOKENIZER } from "./diffusion/model_folder.ts";
import { sdArray } from "./diffusion/sd_a.ts";

Deno.test("a folder or a name in the cache is a diffusion model, a file a GAN, and nothing is refused", async () => {
  using folder = temporaryFolder();
  folder.write("model.bin", "");
  Deno.mkdirSync(folder.at("org", "inner"), { recursive: true });
  const family = async (model: string): Promise<string> => {
    const { family, source } = await modelSource(model, folder.at());
    return `${family} ${source.replace(folder.at(), "")}`;
  };
  assert.equal(await family("faces"), "gan faces");
  assert.equal(await family("faces-diffusion"), "diffusion faces-diffusion");
  assert.equal(await family("model.bin"), `gan ${join("/", "model.bin")}`);
  assert.equal(await family("org/inner"), `diffusion ${join("/", "org", "inner")}`);
  assert.equal(await family("org/name@main"), "diffusion org/name@main");
  Deno.mkdirSync(folder.at("stopped", "stages"), { recursive: true });
  await assert.rejects(
    modelSource("stopped", folder.at()),
    /finished inversion in .* found one that was stopped/,
  );
  for (const missing of ["none", "org/none.pkl"]) {
    await assert.rejects(modelSource(missing, folder.at()), (error: Error) => {
      return error instanceof InputError &&
        /diffusers folder as model at .* nothing there\.$/.test(error.message);
    });
  }
});

Deno.test("a diffusion model opens as a generator of any size, with its latents", async () => {
  const prompt = { text: sdArray("text") };
  const { generator, latents, sha256 } = await openModel(repositoryPath("test/fixtures/sd-a"), {
    diffusion: { size: [48, 64], prompt },
  });
  assert.deepEqual([generator.size, generator.grid, generator.latentShape], [[48, 64], [24, 32], [
    1,
    4,
    6,
    8,
  ]]);
  assert.match(sha256, /^[0-9a-f]{64}$/);
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const noise = await latents(runtime, { seed: 0 });
  assert.deepEqual(noise.shape, [1, 4, 6, 8]);
  assert.ok(Math.abs(noise.data[0]! - 1.764052345967664) < 1e-7);
  const array = fixtureArray("sd-a/noisy");
  assert.throws(() => latents(runtime, { array }), /latent \[N, 4, 6, 8\] but found \[1, 4, 32, 32\]/);
  assert.throws(() => latents(runtime, { seed: 0 }, 1), /no class for a diffusion model/);
});

Deno.test("a diffusion model that is opened with too long a text tells what is left out", async () => {
  using folder = modelFolder(TOKENIZER);
  const warningsOf = async (prompt: string): Promise<unknown> =>
    (await openModel(folder.at(), { diffusion: { size: [48, 64], prompt } })).warnings;
  assert.deepEqual(await warningsOf("a ".repeat(80)), [
    'The text has 80 tokens, of which the first 75 count: "a a a a a" is left out.',
  ]);
  assert.equal(await warningsOf("a"), undefined);
});
