import assert from "node:assert/strict";
import { encodeSafetensors } from "../../../lib/formats/safetensors.ts";
import { constantParameters } from "../../../lib/generators/diffusion/parameters.ts";
import { imageFidelity } from "../../../lib/metrics/perceptual/image_fidelity.ts";
import { lpips, openLpips, type PictureDistance } from "../../../lib/metrics/perceptual/lpips.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { onlyNumber, type Tensor, zeros } from "../../../lib/tensor.ts";
import { temporaryFolder } from "../../cli/temporary_folder.ts";
import { fixtureArray, fixtureBytes, fixtureJson, rows } from "../../fixtures.ts";
import { checkParity } from "../../parity.ts";
import { randomLpips } from "../random_weights.ts";

const WEIGHTS = randomLpips();
const FACES = [0, 1].map((i) => rows(fixtureArray("faces/image"), i)) as [Tensor, Tensor];
const EXPECTED =
  fixtureJson<{ lpips: { distance: [number]; fidelity: [number] } }>("metrics/edit_metrics.json").lpips;
const DISTANCE = lpips(constantParameters(WEIGHTS, "random weights"));

Deno.test("LPIPS and image fidelity are those of PyTorch with the same random weights", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const distance = onlyNumber(await runtime.run(DISTANCE, ...FACES));
  checkParity("LPIPS", Math.abs(distance - EXPECTED.distance[0]), 2e-5);
  const fidelity = onlyNumber(await runtime.run(imageFidelity(DISTANCE), ...FACES));
  checkParity("image fidelity", Math.abs(fidelity - EXPECTED.fidelity[0]), 2e-5);
  assert.equal(onlyNumber(await runtime.run(imageFidelity(DISTANCE), FACES[0], FACES[0])), 1);
});

/** The weights in two files, and in one under the names of whole LPIPS networks. */
const renamed = (name: string): string => {
  const slices: Record<string, number> = { 0: 1, 3: 2, 6: 3, 8: 4, 10: 5 };
  return name.replace(/^features\.(\d+)/, (_, index: string) => `net.slice${slices[index]}.${index}`);
};

Deno.test("weights are read from one file or two, whatever they call the convolutions", async () => {
  using folder = temporaryFolder();
  await using runtime = await openRuntime({ provider: "cpu" });
  const write = (name: string, tensors: readonly (readonly [string, Tensor])[]): string =>
    folder.write(name, encodeSafetensors(new Map(tensors)));
  const all = [...WEIGHTS];
  const whole = write("lpips.safetensors", all.map(([name, value]) => [renamed(name), value]));
  const network = write("alexnet.safetensors", all.filter(([name]) => name.startsWith("features")));
  const linear = write("alex.safetensors", all.filter(([name]) => name.startsWith("lin")));
  const run = async (distance: PictureDistance): Promise<number> =>
    onlyNumber(await runtime.run(distance, ...FACES));
  const expected = await run(DISTANCE);
  assert.equal(await run(await openLpips([whole])), expected);
  assert.equal(await run(await openLpips([network, linear])), expected);
  await assert.rejects(
    async () => await run(await openLpips([network])),
    /alexnet\.safetensors: Expected the tensor lin0\.model\.1\.weight \[1, 64, 1, 1\] but found none\.$/,
  );
});

Deno.test("files that are no weights, torch's among them, are refused by name", async () => {
  using folder = temporaryFolder();
  await assert.rejects(
    () => openLpips([folder.at("none.pth")]),
    /^InputError: Expected weights at .*none\.pth but found nothing there\.$/,
  );
  await assert.rejects(() => openLpips([folder.at()]), /^InputError: Expected weights at /);
  await assert.rejects(() => openLpips([folder.write("a.pth", "text")]), /^InputError: .*a\.pth: /);
  await assert.rejects(
    () => openLpips([folder.write("b.pth", fixtureBytes("pickle/zip.pt"))]),
    /b\.pth: Expected tensors by name but found something else\.$/,
  );
  await assert.rejects(
    () => DISTANCE.run(zeros([1, 3, 64, 64]), zeros([1, 3, 64, 65])),
    /^InputError: lpips: Expected pictures of one shape/,
  );
});
