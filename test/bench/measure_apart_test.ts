import assert from "node:assert/strict";
import { type BenchCase } from "../../lib/bench/cases.ts";
import { measureApart } from "../../lib/bench/measure_apart.ts";
import { checkOfficial } from "../../lib/bench/official.ts";
import { openGenerator, writeWeights } from "../../lib/bench/weights_file.ts";
import { InputError } from "../../lib/errors.ts";

const SMALL: BenchCase = { name: "small", model: "stylegan2", resolution: 32, channelBase: 256, handles: 2 };
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
    const cost = await measureApart({ ...SETTINGS, case: SMALL, weights, fullFrame: true });
    assert.ok(cost.gflop > 0 && cost.gflop < 0.1);
    assert.ok(cost.peakMemory > 1e7);
    assert.ok(cost.profile!.some(({ kind }) => /Conv/.test(kind)));
    assert.match(cost.explanation!, /block/);
  }));

Deno.test("a measurement that fails names the case", () =>
  inFolder(async (folder) => {
    const job = { ...SETTINGS, case: SMALL, weights: `${folder}/none`, fullFrame: false };
    await assert.rejects(measureApart(job), /^Error: The windowed step of small failed: .*No such file/);
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

Deno.test("a folder without the official renderer is wrong input", () =>
  inFolder((folder) => assert.rejects(checkOfficial({ checkout: folder, python: "python3" }), InputError)));
