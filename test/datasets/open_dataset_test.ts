import assert from "node:assert/strict";
import { LAYOUTS } from "../../lib/datasets/layouts/mod.ts";
import { openDataset } from "../../lib/datasets/open_dataset.ts";
import { alternatingPairs } from "../../lib/datasets/point_pairs.ts";
import { type DragSample, readPicture } from "../../lib/datasets/sample.ts";
import { InputError } from "../../lib/errors.ts";
import { temporaryFolder } from "../cli/temporary_folder.ts";
import { smallSamples, writeDataset } from "./write_dataset.ts";

/** Samples by the last part of their names. */
async function readAll(folder: string): Promise<Map<string, DragSample>> {
  const { samples } = await openDataset(folder);
  const read = samples.map(async ({ name, read }) => [name.split("/").at(-1)!, await read()] as const);
  return new Map(await Promise.all(read));
}

for (const name of Object.keys(LAYOUTS)) {
  Deno.test(`the layout ${name} is found in a folder, and its samples are those that were written`, async () => {
    using folder = temporaryFolder();
    writeDataset(folder.at(), name);
    const { layout, samples } = await openDataset(folder.at());
    assert.equal(layout.name, name);
    assert.deepEqual(samples.map(({ missing }) => missing), [[], [], []]);
    const read = await Promise.all(samples.map((sample) => sample.read()));
    const written = smallSamples();
    assert.deepEqual(read.map(({ points }) => points), written.map(({ points }) => alternatingPairs(points)));
  });
}

for (const name of ["dragbench", "dragbench-regions", "dragbench-json", "sde-drag"]) {
  Deno.test(`prompt, mask and picture of ${name} are those that were written`, async () => {
    using folder = temporaryFolder();
    writeDataset(folder.at(), name);
    const read = await readAll(folder.at());
    for (const { name, prompt, mask, picture } of smallSamples()) {
      const sample = read.get(name)!;
      assert.equal(sample.prompt, prompt);
      assert.deepEqual(sample.mask, mask);
      assert.deepEqual(await readPicture(sample), picture);
    }
  });
}

Deno.test("Drag100 has no prompts, masks as written, and JPEGs", async () => {
  using folder = temporaryFolder();
  writeDataset(folder.at(), "drag100");
  const read = await readAll(folder.at());
  for (const { name, mask, picture: { width, height } } of smallSamples()) {
    const sample = read.get(name)!;
    assert.equal(sample.prompt, undefined);
    assert.deepEqual(sample.mask, mask);
    const picture = await readPicture(sample);
    assert.deepEqual([picture.width, picture.height], [width, height]);
  }
});

Deno.test("regions are read beside the points that are measured", async () => {
  using folder = temporaryFolder();
  writeDataset(folder.at(), "dragbench-regions");
  const { samples } = await openDataset(folder.at());
  assert.deepEqual(samples.map(({ name, category }) => [name, category]), [
    ["cat_0", "cat"],
    ["dog_1", "dog"],
    ["hill_0", "hill"],
  ]);
  const { points, regions } = await samples[0]!.read();
  assert.deepEqual(points, [{ handle: [8, 4], target: [12, 6] }]);
  assert.deepEqual(regions, [
    { handle: [8, 4], target: [9, 4] },
    { handle: [12, 6], target: [13, 6] },
  ]);
});

Deno.test("samples in categories are named by their folders; those of seeds by their lines", async () => {
  using folder = temporaryFolder();
  writeDataset(folder.at("a"), "dragbench");
  writeDataset(folder.at("b"), "freedragbench");
  const names = async (path: string): Promise<unknown> =>
    (await openDataset(path)).samples.map(({ name, category }) => [name, category]);
  assert.deepEqual(await names(folder.at("a")), [
    ["animals/cat_0", "animals"],
    ["animals/dog_1", "animals"],
    ["land_scape/hill_0", "land_scape"],
  ]);
  assert.deepEqual(await names(folder.at("b")), [
    ["faces/0000", "faces"],
    ["faces/0001", "faces"],
    ["faces/0002", "faces"],
  ]);
  assert.deepEqual(await names(folder.at("a", "land_scape", "hill_0")), [["hill_0", "hill"]]);
  const { picture } = await (await openDataset(folder.at("b"))).samples[2]!.read();
  assert.deepEqual(picture, { seed: 2 });
  await assert.rejects(() => readPicture({ picture }), /generator's seed, 2, which needs the generator/);
});

Deno.test("a folder that holds two layouts has the first, or the one that is asked for", async () => {
  using folder = temporaryFolder();
  writeDataset(folder.at(), "dragbench");
  writeDataset(folder.at(), "dragbench-json");
  assert.equal((await openDataset(folder.at())).layout.name, "dragbench");
  const { layout } = await openDataset(folder.at(), { layout: "dragbench-json" });
  assert.equal(layout.name, "dragbench-json");
});

Deno.test("what is no dataset is refused with one sentence", async () => {
  using folder = temporaryFolder();
  const refused = async (path: string, message: RegExp, layout?: string): Promise<void> => {
    await assert.rejects(
      () => openDataset(path, layout === undefined ? {} : { layout }),
      (error: unknown) => {
        assert(error instanceof InputError);
        assert.match(error.message, message);
        return true;
      },
    );
  };
  await refused(folder.at(), /^Expected a dataset in .*, such as DragBench.*, but found none\.$/);
  await refused(folder.at("none"), /^Expected a folder at .*none but found: /);
  await refused(folder.write("file", "text"), /^Expected a folder at .*file but found: /);
  await refused(folder.at(), /^Expected a layout dragbench-regions, .* but found "bench"\.$/, "bench");
});
