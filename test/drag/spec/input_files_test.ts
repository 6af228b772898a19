import assert from "node:assert/strict";
import { parseSpec, type Spec, type SpecInput } from "../../../lib/drag/spec.ts";
import { inputFiles, resultFiles } from "../../../lib/drag/spec/input_files.ts";
import { checkInputsStay } from "../../../lib/hub/check_inputs_stay.ts";
import { type ModelFamily } from "../../../lib/generators/family.ts";
import { temporaryFolder } from "../../cli/temporary_folder.ts";

const points = [{ handle: [20, 20], target: [40, 28] }];

const CASES: readonly (readonly [string, ModelFamily, SpecInput])[] = [
  ["latent", "gan", { latent: "out/latent.npy" }],
  ["latent", "gan", { latent: { file: "out/latent.npy", kind: "w" } }],
  ["mask", "gan", { latent: { seed: 1 }, mask: "out/after.png" }],
  ["model", "gan", { model: "out", latent: { seed: 1 } }],
  ["image", "diffusion", { model: "sd", image: "out/after.png" }],
  ["latent", "diffusion", { model: "sd", latent: "out/latent.npy" }],
  ["lora", "diffusion", { model: "sd", image: "photo.png", lora: "out/lora.safetensors" }],
  ["lora", "diffusion", { model: "sd", image: "photo.png", lora: { file: "out/lora.safetensors" } }],
];

const staysIn = (base: string, spec: Spec, replaced: readonly string[]): Promise<void> =>
  checkInputsStay("drag", inputFiles(spec), replaced, base);

Deno.test("a drag whose results would replace a file that it reads is refused by the field's name", async () => {
  using folder = temporaryFolder();
  Deno.mkdirSync(folder.at("out"));
  for (const name of ["latent.npy", "after.png", "lora.safetensors"]) folder.write(`out/${name}`, "");
  folder.write("photo.png", "");
  for (const [field, family, input] of CASES) {
    const spec = parseSpec({ ...input, points }, family);
    await assert.rejects(staysIn(folder.at(), spec, resultFiles(folder.at("out"))), {
      name: "InputError",
      message: new RegExp(
        `^${field}: Expected a file that the drag does not replace but found out(/[^ ]+)?, where`,
      ),
    });
    await staysIn(folder.at(), spec, resultFiles(folder.at("other")));
  }
});

Deno.test("files in the folder of the results under names of their own may be read", async () => {
  using folder = temporaryFolder();
  Deno.mkdirSync(folder.at("out"));
  folder.write("out/mask.png", "");
  const spec = parseSpec({ latent: { seed: 1 }, mask: "out/mask.png", points });
  await staysIn(folder.at(), spec, resultFiles(folder.at("out")));
});

Deno.test("a preview does not replace a picture that is read", async () => {
  using folder = temporaryFolder();
  const mask = folder.write("mask.png", "");
  const spec = parseSpec({ latent: { seed: 1 }, mask: "mask.png", points });
  await assert.rejects(staysIn(folder.at(), spec, [mask]), /^InputError: mask: Expected a file that/);
  await staysIn(folder.at(), spec, [folder.at("preview.png")]);
});
