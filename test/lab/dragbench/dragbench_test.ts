import assert from "node:assert/strict";
import { decodeImage } from "../../../lib/formats/image.ts";
import { encodeSafetensors } from "../../../lib/formats/safetensors.ts";
import { runCli } from "../../cli/run_cli.ts";
import { type TemporaryFolder, temporaryFolder } from "../../cli/temporary_folder.ts";
import { rightMask, type SmallSample, smallSamples, writeDataset } from "../../datasets/write_dataset.ts";
import { faceLike } from "../../figures/samples.ts";
import { modelFolder, TEXT_WEIGHTS } from "../../generators/diffusion/model_folder.ts";
import { randomLpips } from "../../metrics/random_weights.ts";
import { sweep } from "../../sweep/run_sweep.ts";

/** Two samples; the second has a pair that shall stay, and one that moves. */
function twoSamples(): SmallSample[] {
  const [cat, dog] = smallSamples() as [SmallSample, SmallSample];
  const drawn = { picture: faceLike(48, 40), mask: rightMask(48, 40, 4) };
  return [{ ...cat, ...drawn }, { ...dog, ...drawn, points: [[5, 5], [5, 5], [5, 9], [9, 9]] }];
}

const FEW_STEPS = { steps: 2, inferenceSteps: 4, lora: "none" };

/** Writes the samples, settings and random weights: the words of a command line on them. */
function prepare(folder: TemporaryFolder, model: string): string[] {
  writeDataset(folder.at("set"), "dragbench", twoSamples());
  const lpips = folder.write("lpips.safetensors", encodeSafetensors(randomLpips()));
  const settings = folder.write("settings.json", JSON.stringify(FEW_STEPS));
  return [
    ..."dragbench --dataset set --methods dragdiffusion stabledrag-diff --provider cpu --threads 1".split(
      " ",
    ),
    ...["--model", model, "--dift", model, "--lpips", lpips, "--settings", settings],
  ];
}

/** Expects the same results in three folders: of a run that was stopped, of a sweep, of one run. */
function checkEqual(folder: TemporaryFolder): void {
  for (const file of ["results.parquet", "dragbench.csv", "dragbench-relative.csv", "dragbench.svg"]) {
    const [stopped, swept, whole] = ["stopped", "swept", "whole"].map((run) =>
      Deno.readFileSync(folder.at(run, file))
    );
    assert.deepEqual(stopped, whole, file);
    assert.deepEqual(swept, whole, file);
  }
}

/** Expects a page with the pictures of each sample in a row. */
async function checkReport(folder: TemporaryFolder): Promise<void> {
  const report = await runCli("report", folder.at("whole"), "--out", folder.at("report.html"));
  assert.equal(report.status, 0, report.stderr);
  const page = Deno.readTextFileSync(folder.at("report.html")).replaceAll(/<img [^>]*>/g, "");
  const toDo = "handles (red) and targets (ringed); what is darkened may not move";
  const figures = [toDo, "dragdiffusion", "stabledrag-diff"].map((text) =>
    `<figure><figcaption>${text}</figcaption></figure>`
  );
  assert.ok(page.includes(`<h3>animals/dog_1</h3>${figures.join("")}`));
}

/** Expects the table's first columns, and an edited picture that `drag` makes again to the byte of its specification. */
async function checkEdits(folder: TemporaryFolder): Promise<void> {
  const [head, ...rows] = Deno.readTextFileSync(folder.at("whole", "dragbench.csv")).trim().split("\n");
  assert.match(head!, /^method,pictures,pairs,still,md_pairs,md_pairs_low,/);
  assert.deepEqual(rows.map((row) => row.split(",").slice(0, 4)), [
    ["no edit", "2", "3", "1"],
    ["dragdiffusion", "2", "3", "1"],
    ["stabledrag-diff", "2", "3", "1"],
  ]);
  const result = folder.at("whole", "results", "dragdiffusion", "animals", "dog_1", "dragged_image.png");
  const { width, height } = decodeImage(Deno.readFileSync(result));
  assert.deepEqual([width, height], [48, 40]);
  const again = await runCli(
    ...["drag", folder.at("whole", "specs", "animals", "dog_1", "dragdiffusion.json")],
    ...["--provider", "cpu", "--threads", "1", "--out", folder.at("drag")],
  );
  assert.equal(again.status, 0, again.stderr);
  assert.deepEqual(Deno.readFileSync(folder.at("drag", "after.png")), Deno.readFileSync(result));
}

Deno.test("DragBench edits each sample by each method, goes on where it was stopped, is swept, and measures all", async () => {
  using folder = temporaryFolder();
  using model = modelFolder({ "text_encoder/config.json": undefined, [TEXT_WEIGHTS]: undefined });
  const options = prepare(folder, model.at());
  const dragbench = (out: string, ...more: string[]): ReturnType<typeof runCli> =>
    runCli("-C", folder.at(), "experiment", ...options, "--out", folder.at(out), ...more);
  const part = await dragbench("stopped", "--shard", "1/2");
  assert.equal(part.status, 0, part.stderr);
  assert.match(
    part.stderr,
    /method stabledrag-diff, seed 1, .*\n.*The shard is done; of all, 3 tasks have no result yet/,
  );
  const rest = await dragbench("stopped");
  assert.equal(rest.status, 0, rest.stderr);
  const whole = await dragbench("whole");
  assert.equal(whole.status, 0, whole.stderr);
  const swept = await sweep(folder.at(), "run", ...options, "--out", "swept", "--workers", "2");
  assert.equal(swept.status, 0, swept.stderr);
  checkEqual(folder);
  await checkEdits(folder);
  folder.write("settings.json", JSON.stringify({ ...FEW_STEPS, steps: 3 }));
  const other = await dragbench("whole");
  assert.equal(other.status, 2);
  assert.match(other.stderr, /whole.* found .*settings/);
  await checkReport(folder);
});

Deno.test("a picture without a face is not edited by a method for GANs, and stays out of its averages", async () => {
  using folder = temporaryFolder();
  using model = modelFolder({ "text_encoder/config.json": undefined, [TEXT_WEIGHTS]: undefined });
  writeDataset(folder.at("set"), "dragbench", twoSamples().slice(0, 1));
  const lpips = folder.write("lpips.safetensors", encodeSafetensors(randomLpips()));
  const { status, stdout, stderr } = await runCli(
    ...[
      "experiment",
      "dragbench",
      "--dataset",
      folder.at("set"),
      "--methods",
      "draggan",
      "--dift",
      model.at(),
    ],
    ...["--lpips", lpips, "--provider", "cpu", "--threads", "1", "--out", folder.at("out")],
  );
  assert.equal(status, 0, stderr);
  assert.match(stdout, /\n\| no edit \| 1 \| 1 \| 0 \|/);
  assert.doesNotMatch(stdout, /\n\| draggan \|/);
});

Deno.test("DragBench refuses what it cannot edit in one sentence, and writes nothing", async () => {
  using folder = temporaryFolder();
  using model = modelFolder({ "text_encoder/config.json": undefined, [TEXT_WEIGHTS]: undefined });
  writeDataset(folder.at("set"), "dragbench", twoSamples());
  const lpips = folder.write("lpips.safetensors", encodeSafetensors(randomLpips()));
  const settings = (fields: unknown): string => folder.write("settings.json", JSON.stringify(fields));
  const refused = async (sentence: RegExp, ...args: string[]): Promise<void> => {
    const { status, stderr } = await runCli("experiment", "dragbench", "--out", folder.at("out"), ...args);
    assert.match(stderr, sentence);
    assert.equal(status, 2);
  };
  const usual = [
    "--dataset",
    folder.at("set"),
    ...["--model", "--dift"].flatMap((name) => [name, model.at()]),
  ];
  usual.push("--lpips", lpips);
  await refused(/^error: Expected --dataset with the folder of a dataset but found none\.\n$/);
  await refused(/error: Expected a folder at .*none but found/, "--dataset", folder.at("none"));
  await refused(/Expected samples from 0 to 1, .* but found 2\.\n$/, ...usual, "--seeds", "1-2");
  await refused(
    /Expected the method to be one of .* but found "dragging"\.\n$/,
    ...usual,
    "--methods",
    "dragging",
  );
  await refused(
    /Expected settings of all drags but found "image", which each sample has of its own\.\n$/,
    ...usual,
    "--settings",
    settings({ image: "a.png" }),
  );
  await refused(/error: steps: /, ...usual, "--settings", settings({ steps: 0 }));
  await refused(/settings\.json: /, ...usual, "--settings", settings([1]));
  await refused(/Expected a diffusion model but found the GAN faces\.\n$/, ...usual, "--model", "faces");
  assert.throws(() => Deno.statSync(folder.at("out")), Deno.errors.NotFound);
});
