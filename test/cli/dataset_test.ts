import assert from "node:assert/strict";
import { decodeImage } from "../../lib/formats/image.ts";
import { writeDataset } from "../datasets/write_dataset.ts";
import { runCli } from "./run_cli.ts";
import { temporaryFolder } from "./temporary_folder.ts";

Deno.test("dataset check counts a sound set, names what is wrong with another, and ends with status 1 then", async () => {
  using folder = temporaryFolder();
  writeDataset(folder.at("set"), "dragbench");
  const sound = await runCli("dataset", "check", folder.at("set"));
  assert.equal(sound.stderr, "");
  assert.equal(sound.status, 0);
  assert.match(sound.stdout, /^DragBench as published \(meta_data\.pkl\), 3 samples\n/);
  assert.match(sound.stdout, /\nanimals +2 +3 +4\.2 +0 +0\n/);
  assert.match(sound.stdout, /\nall +3 +4 +5\.1 +0 +0\n$/);
  Deno.removeSync(folder.at("set", "animals", "dog_1", "meta_data.pkl"));
  const broken = await runCli("dataset", "check", folder.at("set"));
  assert.equal(broken.status, 1);
  assert.match(broken.stdout, /\nanimals\/dog_1: unusable: meta_data\.pkl is missing\.\n/);
  assert.equal(broken.stderr, "error: 1 of 3 samples cannot be used.\n");
});

Deno.test("dataset sheet draws what can be read and tells what cannot", async () => {
  using folder = temporaryFolder();
  writeDataset(folder.at("set"), "dragbench-regions");
  Deno.writeTextFileSync(folder.at("set", "dog_1", "original_image.png"), "");
  const out = folder.at("sheet.png");
  const drawn = await runCli("dataset", "sheet", folder.at("set"), "--out", out, "--size", "48");
  assert.match(drawn.stderr, /^dog_1 is left out: .*original_image\.png: image: Expected .*\n$/);
  assert.equal(drawn.status, 0);
  assert(decodeImage(Deno.readFileSync(out)).width > 2 * 48);
});

Deno.test("dataset refuses folders that hold none, and seeds without pictures", async () => {
  using folder = temporaryFolder();
  const none = await runCli("dataset", "check", folder.at());
  assert.equal(none.status, 2);
  assert.match(none.stderr, /^error: Expected a dataset in .*\n$/);
  writeDataset(folder.at("seeds"), "freedragbench");
  const seeds = await runCli("dataset", "sheet", folder.at("seeds"), "--out", folder.at("sheet.svg"));
  assert.equal(seeds.status, 2);
  assert.match(seeds.stderr, /error: Expected at least one sample but found none\.\n$/);
});
