import assert from "node:assert/strict";
import { type GanCase } from "../../lib/bench/gan_cases.ts";
import { measureApart } from "../../lib/bench/measure_apart.ts";
import { writeRandomDiffusion } from "../../lib/bench/random_diffusion.ts";
import { STEP_COST } from "../../lib/bench/step_cost.ts";
import { type UnetCase } from "../../lib/bench/unet_cases.ts";
import { UNET_COST } from "../../lib/bench/unet_cost.ts";
import { checkOfficial } from "../../lib/bench/official.ts";
import { checkOfficialUnet } from "../../lib/bench/official_unet.ts";
import { openGenerator, writeWeights } from "../../lib/bench/weights_file.ts";
import { InputError } from "../../lib/errors.ts";

const SMALL: GanCase = { name: "small", model: "stylegan2", resolution: 32, channelBase: 256, handles: 2 };
const MASKED: UnetCase = {
  name: "small",
  model: "unet",
  size: "small",
  resolution: 64,
  handles: 1,
  mask: "quarter-fixed",
  checkpoint: false,
};
const SETTINGS = {
  provider: "cpu",
  threads: 1,
  rounds: 1,
  seconds: 0,
  profile: true,
  explain: true,
} as const;

/** Does something in a folder that is removed again. */
async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a small step is measured in a process of its own, with profile and explanation", () =>
  inFolder(async (folder) => {
    const weights = await writeWeights(SMALL, folder);
    const cost = await measureApart(
      "step",
      { ...SETTINGS, case: SMALL, weights, fullFrame: true },
      STEP_COST,
      "The step",
    );
    assert.ok(cost.gflop > 0 && cost.gflop < 0.1);
    assert.ok(cost.peakMemory > 1e7);
    assert.ok(cost.profile!.some(({ kind }) => /Conv/.test(kind)));
    assert.match(cost.explanation!, /block/);
  }));

Deno.test("a measurement that fails names the case", () =>
  inFolder(async (folder) => {
    const job = { ...SETTINGS, case: SMALL, weights: `${folder}/none`, fullFrame: false };
    const measured = measureApart("step", job, STEP_COST, "The windowed step of small");
    await assert.rejects(measured, /^Error: The windowed step of small failed: .*No such file/);
  }));

Deno.test("weights are written once, and read back as the same generator", () =>
  inFolder(async (folder) => {
    const path = await writeWeights(SMALL, folder);
    const written = (await Deno.stat(path!)).mtime;
    assert.equal(await writeWeights(SMALL, folder), path);
    assert.deepEqual((await Deno.stat(path!)).mtime, written);
    const generator = await openGenerator(path);
    assert.deepEqual(generator.size, [32, 32]);
    assert.deepEqual(generator.blocks.map(({ channels }) => channels), [64, 32, 16, 8]);
  }));

Deno.test("a step on a U-Net is measured with its forward pass", () =>
  inFolder(async (folder) => {
    const model = `${folder}/model`;
    await writeRandomDiffusion({ folder: model, size: "small" });
    const job = { ...SETTINGS, case: MASKED, folder: model };
    const { forwardSeconds, step } = await measureApart("unet", job, UNET_COST, "The step");
    assert.ok(step.seconds > 0 && forwardSeconds > 0);
    assert.ok(step.gflop > 0.1 && step.gflop < 1);
    assert.ok(step.profile!.some(({ kind }) => /MatMul/.test(kind)));
  }));

Deno.test("a folder without the official renderer is wrong input", () =>
  inFolder(async (folder) => {
    const program = { checkout: folder, python: "python3" };
    await assert.rejects(checkOfficial(program), InputError);
    await assert.rejects(checkOfficialUnet(program), /^InputError: Expected a checkout of DragDiffusion/);
  }));
