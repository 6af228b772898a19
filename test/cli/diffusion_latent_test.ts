import assert from "node:assert/strict";
import { readDragRecord } from "../../lib/drag/read_record.ts";
import { decodeImage } from "../../lib/formats/image.ts";
import { decodeNpy, encodeNpy } from "../../lib/formats/npy.ts";
import { type SpecInput } from "../../lib/drag/spec.ts";
import { type Tensor } from "../../lib/tensor.ts";
import { meanDifference, sdProblem, type SdRecord } from "../drag/sd_drag.ts";
import { fixtureJson } from "../fixtures.ts";
import { sdArray } from "../generators/diffusion/sd_a.ts";
import { checkParity } from "../parity.ts";
import { pictureFolder, pictureSpec, sdFile } from "./diffusion_specs.ts";
import { names, RESULTS } from "./drag_folder.ts";
import { runDragTo } from "./stop_at.ts";

interface Official extends SdRecord {
  readonly steps: readonly { readonly handles: readonly [number, number][]; readonly loss: number }[];
}

/** The largest difference of a picture's bytes and 255 times numbers [1, 3, H, W] from 0 to 1. */
function byteDifference(png: string, { shape, data }: Tensor): number {
  const { width, height, data: bytes } = decodeImage(Deno.readFileSync(png));
  assert.deepEqual([1, 3, height, width], shape);
  const size = width * height;
  return Array.from(data as Float32Array).reduce(
    (most, value, i) => Math.max(most, Math.abs(bytes[4 * (i % size) + Math.floor(i / size)]! - 255 * value)),
    0,
  );
}

Deno.test("a latent is dragged, and denoised beside itself, as the official code does it", async () => {
  using folder = pictureFolder();
  const { steps: official, ...record } = fixtureJson<Official>("sd-a/drag_mask.json");
  const { points, mask } = sdProblem(record, official.length);
  folder.write("mask.npy", encodeNpy(mask!));
  const { model, promptEmbeds } = pictureSpec();
  const fields = {
    model,
    promptEmbeds,
    latent: sdFile("inverted_latents.npy"),
    timestep: 681,
    mask: "mask.npy",
  };
  const spec = folder.write("spec.json", {
    ...fields,
    points,
    ...{ method: "dragdiffusion", options: { lambdaMask: 0.1, lr: 0.01 }, steps: official.length },
  });
  const out = folder.at("out");
  const { status, stderr } = await runDragTo({ spec, out, cache: folder.at("cache") });
  assert.equal(status, 0, stderr);
  assert.deepEqual(names(out), RESULTS);
  const { steps } = await readDragRecord(out);
  assert.deepEqual(
    steps.map(({ handles }) => handles),
    official.map(({ handles }) => handles.map(([row, column]) => [2 * column, 2 * row])),
  );
  const losses = steps.map(({ loss }, k) => Math.abs(loss! - official[k]!.loss) / official[k]!.loss);
  checkParity("deno task drag, drag_mask loss", Math.max(...losses), 1e-3);
  const latent = decodeNpy(Deno.readFileSync(`${out}/latent.npy`));
  checkParity("deno task drag, drag_mask latent", meanDifference(latent, sdArray("drag_mask_latent")), 1e-4);
  const [before, after] = [`${out}/before.png`, `${out}/after.png`];
  checkParity("deno task drag, before.png", byteDifference(before, sdArray("denoised_image01")), 1);
  checkParity("deno task drag, after.png", byteDifference(after, sdArray("edited_image01")), 1);
});

Deno.test("a picture is generated with guidance down to where it is dragged", async () => {
  using folder = pictureFolder();
  const { image: _, ...fields } = pictureSpec({ latent: { seed: 3 }, size: [96, 64], steps: 2 });
  const spec = folder.write("spec.json", { ...fields, negativePromptEmbeds: sdFile("uncond_embeds.npy") });
  const out = folder.at("out");
  const { status, stderr } = await runDragTo({ spec, out, cache: folder.at("cache") });
  assert.equal(status, 0, stderr);
  assert.match(stderr, /^generate 1\/1: /);
  const { settings, size } = await readDragRecord(out);
  assert.equal(settings["guidance"], 7.5);
  assert.deepEqual(size, [64, 96]);
  const { width, height } = decodeImage(Deno.readFileSync(`${out}/before.png`));
  assert.deepEqual([width, height], [96, 64]);
});

Deno.test("a wrong SPEC for a diffusion model gets one sentence, status 2, and no folder", async () => {
  using folder = pictureFolder();
  const wrong: readonly (readonly [SpecInput, RegExp])[] = [
    [{ model: sdFile("vae") }, /a folder unet\/ in .* but found none\.\n$/],
    [
      { method: "draggan" },
      /method: Expected a method for diffusion models, one of dragdiffusion, .*"draggan"\.\n$/,
    ],
  ];
  for (const [fields, sentence] of wrong) {
    const spec = folder.write("spec.json", pictureSpec(fields));
    const { status, stderr } = await runDragTo({ spec, out: folder.at("out"), cache: folder.at("cache") });
    assert.match(stderr, sentence);
    assert.match(stderr, /^error: [^\n]+\n$/);
    assert.equal(status, 2);
    assert.deepEqual(names(folder.at()), ["photo.png", "spec.json"]);
  }
});
