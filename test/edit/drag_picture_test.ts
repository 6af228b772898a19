import assert from "node:assert/strict";
import { drag } from "../../lib/drag/drag.ts";
import { dragdiffusion } from "../../lib/drag/methods/dragdiffusion.ts";
import { type DragLatent, editPicture } from "../../lib/edit/edit_picture.ts";
import { openDiffusionFolder } from "../../lib/generators/diffusion/folder.ts";
import { diffusionGenerator } from "../../lib/generators/diffusion/generator.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { type Tensor } from "../../lib/tensor.ts";
import { modelFolder } from "../generators/diffusion/model_folder.ts";
import { normalTensor } from "../normal_tensor.ts";
import { difference } from "../parity.ts";

Deno.test("the loop's drag of an inverted picture edits the picture", async () => {
  using folder = modelFolder();
  const model = await openDiffusionFolder(folder.at("."));
  await using runtime = await openRuntime({ provider: "cpu", keep: 9 });
  const source = {
    image: normalTensor([1, 3, 48, 64], 1, 0.3),
    prompt: { text: normalTensor([1, 5, 32], 2) },
  };
  const points = [{ handle: [20, 24], target: [40, 24] }] as const;
  const dragging: DragLatent = async ({ denoiser, prompt, inverted, timestep, steps }) => {
    const generator = diffusionGenerator(denoiser, model.vae, { size: [48, 64], prompt, timestep, steps });
    const problem = { latent: inverted, points, steps: 2 };
    let dragged: Tensor = inverted;
    for await (const { state } of drag(generator, problem, dragdiffusion(generator), { runtime })) {
      dragged = state.variable;
    }
    return dragged;
  };
  const options = { runtime, training: false, steps: 4 } as const;
  const still = await editPicture(model, source, ({ inverted }) => Promise.resolve(inverted), options);
  const moved = await editPicture(model, source, dragging, options);
  assert.deepEqual(moved.shape, source.image.shape);
  assert((moved.data as Float32Array).every(Number.isFinite));
  assert(difference(moved, still) > 1e-3);
});
