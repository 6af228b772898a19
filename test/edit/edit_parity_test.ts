import { finishPicture } from "../../lib/edit/finish_picture.ts";
import { invertPicture } from "../../lib/edit/invert_picture.ts";
import { runStage } from "../../lib/edit/stage.ts";
import { decodeStage } from "../../lib/edit/vae_stages.ts";
import { openDiffusionFolder } from "../../lib/generators/diffusion/folder.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";
import { rows } from "../fixtures.ts";
import { modelFolder } from "../generators/diffusion/model_folder.ts";
import { sdArray } from "../generators/diffusion/sd_a.ts";
import { checkParity, difference } from "../parity.ts";

/** Pictures in [−1, 1] as the authors save them. */
const saved = ({ shape, data }: Tensor): Tensor =>
  float32(shape, Array.from(data as Float32Array, (v) => Math.min(1, Math.max(0, v / 2 + 0.5))));

Deno.test("a picture is encoded, inverted, denoised and decoded as by DragDiffusion", async () => {
  using folder = modelFolder();
  const model = await openDiffusionFolder(folder.at("."));
  await using runtime = await openRuntime({ provider: "cpu" });
  const source = { image: sdArray("image"), prompt: { text: sdArray("text") } };
  const picture = await invertPicture(model, source, { runtime, training: false });
  checkParity("sd-a vae_mean, scaled", difference(picture.latent, sdArray("vae_mean")), 5e-4);
  checkParity(
    "sd-a inverted_latents, of a picture",
    difference(picture.inverted, sdArray("inverted_latents")),
    2e-3,
  );
  const undragged = await runStage(await decodeStage(model, runtime, sdArray("denoised_latent")), {});
  checkParity("sd-a denoised_image01", difference(saved(undragged), sdArray("denoised_image01")), 2e-3);
  const dragged = await finishPicture(model, picture, rows(sdArray("mutual_input"), 1), { runtime });
  checkParity("sd-a edited_image01", difference(saved(dragged), sdArray("edited_image01")), 2e-3);
});
