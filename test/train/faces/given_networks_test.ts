import assert from "node:assert/strict";
import { facesDiffusionFolder } from "../../../lib/generators/diffusion/faces_diffusion.ts";
import { InputError } from "../../../lib/errors.ts";
import { givenNetworks } from "../../../lib/train/faces/given_networks.ts";
import { facesSettings } from "../../../lib/train/faces/settings.ts";
import { temporaryFolder } from "../../cli/temporary_folder.ts";

Deno.test("the embedded model is one of the default settings, and weights that others leave over are named", async () => {
  using folder = temporaryFolder();
  const places = { folder: folder.at("."), from: facesDiffusionFolder() };
  const { vae, unet } = await givenNetworks(facesSettings(), places);
  assert.ok(vae!.weights.size > 0 && unet!.weights.size > 0);
  const flat = facesSettings({
    unet: { config: { down_block_types: ["DownBlock2D", "DownBlock2D", "CrossAttnDownBlock2D"] } },
  });
  await assert.rejects(givenNetworks(flat, places), (e) => {
    assert.ok(e instanceof InputError, String(e));
    assert.match(
      e.message,
      /safetensors: Expected the weights of unet.config alone but found down_blocks\.1\.att/,
    );
    return true;
  });
  assert.deepEqual(await givenNetworks(facesSettings(), { folder: folder.at(".") }), {});
});
