import assert from "node:assert/strict";
import { readDragRecord } from "../../lib/drag/read_record.ts";
import { decodeImage } from "../../lib/formats/image.ts";
import { decodeNpy } from "../../lib/formats/npy.ts";
import { assertEqualDrags, names, RESULTS_WITH_LORA } from "./drag_folder.ts";
import { gradients, pictureFolder, pictureSpec } from "./diffusion_specs.ts";
import { runDragTo, stopWhen } from "./stop_at.ts";

const LORA = { rank: 2, steps: 3, batch: 1 };

/** Expects what the folder of a whole drag holds: its files, pictures and record. */
async function checkFolder(out: string): Promise<void> {
  assert.deepEqual(names(out), RESULTS_WITH_LORA);
  const picture = (name: string): ReturnType<typeof decodeImage> =>
    decodeImage(Deno.readFileSync(`${out}/${name}`));
  assert.deepEqual(picture("before.png"), gradients(64, 48));
  assert.deepEqual([picture("after.png").width, picture("after.png").height], [64, 48]);
  assert.deepEqual(decodeNpy(Deno.readFileSync(`${out}/latent.npy`)).shape, [1, 4, 6, 8]);
  const { settings, sha256, size, method } = await readDragRecord(out);
  assert.deepEqual([method, size], ["stabledrag-diff", [48, 64]]);
  assert.deepEqual(Object.keys(sha256), ["model", "image", "text"]);
  assert.deepEqual(
    [settings["timestep"], settings["guidance"], settings["lora.rank"], settings["lora.learningRate"]],
    [501, 1, 2, 5e-4],
  );
}

Deno.test("a picture is encoded, gets a LoRA, is inverted, dragged, denoised and decoded; stopped, it goes on; another takes its LoRA", async () => {
  using folder = pictureFolder();
  const spec = folder.write("spec.json", pictureSpec({ lora: LORA, steps: 2 }));
  const at = (name: string): { spec: string; out: string; cache: string } => ({
    spec,
    out: folder.at(name),
    cache: folder.at(`${name}-cache`),
  });
  const [whole, stopped] = [at("whole"), at("stopped")];

  const { status, stdout, stderr } = await runDragTo(whole);
  assert.equal(status, 0, stderr);
  assert.equal(stdout, "");
  const told = stderr.trimEnd().split("\n").map((line) => line.replace(/:.*/, ""));
  const steps = [0, 1].map((step) => `stabledrag-diff step ${step}/2`);
  const [before, after] = [["encode 1/1", "LoRA 3/3", "invert 3/3"], ["denoise 3/3", "decode 1/1"]];
  assert.deepEqual(told, [...before, ...steps, ...after]);
  await checkFolder(whole.out);

  const inTraining = (text: string): boolean => text.includes("encode 1/1");
  const interrupted = await stopWhen(inTraining, "SIGINT", stopped);
  assert.equal(interrupted.status, 130);
  assert.match(
    interrupted.stderr,
    /\nerror: Stopped in LoRA after step \d of 3; the same command goes on from there\.\n$/,
  );
  await stopWhen(inTraining, "SIGKILL", stopped);
  assert.ok(!names(stopped.out).includes("record.json"));
  const last = await runDragTo(stopped);
  assert.equal(last.status, 0, last.stderr);
  assert.match(last.stderr, /^encode 1\/1: kept from before\n/);
  assertEqualDrags(stopped.out, whole.out, RESULTS_WITH_LORA);

  const given = folder.write("given.json", pictureSpec({ lora: "whole/lora.safetensors", steps: 2 }));
  const other = { ...at("given"), spec: given };
  const byFile = await runDragTo(other);
  assert.equal(byFile.status, 0, byFile.stderr);
  assert.ok(!byFile.stderr.includes("LoRA"), byFile.stderr);
  assertEqualDrags(other.out, whole.out);
});
