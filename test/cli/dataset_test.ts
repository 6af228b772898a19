import assert from "node:assert/strict";
import { decodeImage } from "../../lib/formats/image.ts";
import { rightMask, smallSamples, writeDataset } from "../datasets/write_dataset.ts";
import { encodePng } from "../../lib/formats/image.ts";
import { encodeSafetensors } from "../../lib/formats/safetensors.ts";
import { modelFolder, TEXT_WEIGHTS } from "../generators/diffusion/model_folder.ts";
import { randomLpips } from "../metrics/random_weights.ts";
import { faceLike } from "../figures/samples.ts";
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

Deno.test("dataset sheet leaves out a sample whose mask has another size, and names it", async () => {
  using folder = temporaryFolder();
  const [cat, ...others] = smallSamples();
  writeDataset(folder.at("set"), "dragbench", [{ ...cat!, mask: rightMask(20, 10, 4) }, ...others]);
  const drawn = await runCli("dataset", "sheet", folder.at("set"), "--out", folder.at("sheet.svg"));
  assert.equal(
    drawn.stderr,
    "animals/cat_0 is left out: Expected a mask of 16 × 24 pixels but found one of 10 × 20.\n",
  );
  assert.equal(drawn.status, 0);
  const svg = Deno.readTextFileSync(folder.at("sheet.svg"));
  assert.deepEqual(["cat_0", "dog_1", "hill_0"].map((name) => svg.includes(`>${name}<`)), [
    false,
    true,
    true,
  ]);
});

Deno.test("dataset measure measures results beside no edit, and names a result that is missing", async () => {
  using folder = temporaryFolder();
  using model = modelFolder({ "text_encoder/config.json": undefined, [TEXT_WEIGHTS]: undefined });
  const samples = smallSamples().slice(0, 2);
  writeDataset(folder.at("set"), "dragbench", samples);
  for (const { category, name, picture } of samples) {
    for (const [method, result] of [["same", picture], ["other", faceLike(40, 40)]] as const) {
      const path = folder.at(method, category, name);
      Deno.mkdirSync(path, { recursive: true });
      Deno.writeFileSync(`${path}/dragged_image.png`, encodePng(result));
    }
  }
  const lpips = folder.write("lpips.safetensors", encodeSafetensors(randomLpips()));
  const weights = ["--dift", model.at(), "--lpips", lpips];
  const results = ["--results", folder.at("same"), "--results", `mine=${folder.at("other")}`];
  const out = folder.at("table.csv");
  const measured = await runCli("dataset", "measure", folder.at("set"), ...results, ...weights, "--out", out);
  assert.equal(measured.status, 0, measured.stderr);
  assert.match(measured.stdout, /^method +no edit +same +mine\nMD \[px\], mean over pairs /);
  assert.match(
    measured.stdout,
    /\nhandles found by DIFT features of .*\nIF is 1 − LPIPS \(AlexNet\)\n$/,
  );
  const [head, ...rows] = Deno.readTextFileSync(out).trim().split("\n").map((line) => line.split(","));
  const fidelity = head!.indexOf("fidelity");
  assert.deepEqual(rows.map(([method]) => method), ["no edit", "same", "mine"]);
  assert.deepEqual(rows.slice(0, 2).map((row) => row[fidelity]), ["1.000", "1.000"]);
  assert(Number(rows[2]![fidelity]) < 1);
  Deno.removeSync(folder.at("other", "animals", "dog_1"), { recursive: true });
  const missing = await runCli("dataset", "measure", folder.at("set"), ...results, ...weights);
  assert.equal(missing.status, 2);
  assert.match(
    missing.stderr,
    /error: Expected a result at .*other\/animals\/dog_1\/dragged_image\.png but found nothing there\.\n$/,
  );
});

Deno.test("dataset measure names all that it cannot measure, before it opens anything to measure by", async () => {
  using folder = temporaryFolder();
  const samples = smallSamples().slice(0, 2);
  writeDataset(folder.at("set"), "dragbench", samples);
  for (const { category, name, picture } of samples) {
    Deno.mkdirSync(folder.at("mine", category, name), { recursive: true });
    Deno.writeFileSync(folder.at("mine", category, name, "dragged_image.png"), encodePng(picture));
  }
  const [first, second] = samples.map(({ category, name }) => `${category}/${name}`) as [string, string];
  const measure = (): Promise<{ status: number; stderr: string }> =>
    runCli(
      "dataset",
      "measure",
      folder.at("set"),
      "--results",
      folder.at("mine"),
      "--dift",
      folder.at("none"),
    );
  const result = folder.at("mine", second, "dragged_image.png");
  Deno.writeFileSync(result, Deno.readFileSync(result).subarray(0, 60));
  const alone = await measure();
  assert.match(
    alone.stderr,
    new RegExp(`^error: .*mine/${second}/dragged_image\\.png: png: Expected .*\n$`),
  );
  const small = encodePng({ width: 2, height: 2, data: new Uint8ClampedArray(16).fill(255) });
  Deno.writeFileSync(folder.at("set", first, "original_image.png"), small);
  const both = await measure();
  assert.equal(both.status, 2);
  const lines = both.stderr.trimEnd().split("\n");
  assert.match(lines[0]!, new RegExp(`^${first}: Expected handle 0 inside the picture, .* but found `));
  assert.match(lines.at(-2)!, new RegExp(`mine/${second}/dragged_image\\.png: png: Expected `));
  assert.equal(
    lines.at(-1),
    "error: Expected samples and results that can be measured but found 2 of 2 samples that cannot.",
  );
});

Deno.test("dataset refuses folders that hold none, and options that it does not know, with status 2", async () => {
  using folder = temporaryFolder();
  const none = await runCli("dataset", "check", folder.at());
  assert.equal(none.status, 2);
  assert.match(none.stderr, /^error: Expected a dataset in .*\n$/);
  const unknown = await runCli("dataset", "measure", folder.at(), "--results", "=x");
  assert.equal(unknown.status, 2);
  assert.match(unknown.stderr, /^error: .*Expected NAME=DIR, each with another name, but found "=x"\.\n$/);
});
