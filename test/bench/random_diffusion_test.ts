import assert from "node:assert/strict";
import { editPhotograph } from "../../lib/bench/photograph.ts";
import { writeRandomDiffusion } from "../../lib/bench/random_diffusion.ts";
import { openDiffusionFolder } from "../../lib/generators/diffusion/folder.ts";

/** Does something with a small model of random weights that is removed again. */
async function withModel(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await writeRandomDiffusion({ folder: `${folder}/model`, size: "small" });
    assert.deepEqual((await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name), ["model"]);
    await work(`${folder}/model`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a model of random weights opens as any other, and is written once", () =>
  withModel(async (folder) => {
    const { mtime } = await Deno.stat(`${folder}/unet/config.json`);
    await writeRandomDiffusion({ folder, size: "small" });
    assert.deepEqual((await Deno.stat(`${folder}/unet/config.json`)).mtime, mtime);
    const { unet, text, tokenizer } = await openDiffusionFolder(folder);
    assert.deepEqual(unet.config.channels, [32, 48, 48, 64]);
    assert.equal(text!.config.width, unet.config.textWidth);
    assert.equal(tokenizer!("a picture").inputIds.shape[1], 77);
  }));

Deno.test("a whole edit of a picture is made by the command, and all its numbers are finite", () =>
  withModel(async (folder) => {
    const photograph = {
      name: "small",
      model: "photograph",
      size: "small",
      resolution: 64,
      batch: 1,
    } as const;
    const cost = await editPhotograph(photograph, folder, { provider: "cpu", threads: 1 });
    assert.ok(cost.numbers > 100_000);
    assert.ok(cost.peakMemory > 1e7);
    assert.ok(cost.seconds > cost.secondsPerStep);
  }));
