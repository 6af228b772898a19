import assert from "node:assert/strict";
import { loraStage } from "../../lib/edit/lora_stage.ts";
import { type DiffusionModel } from "../../lib/generators/diffusion/folder.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { fixtureJson } from "../fixtures.ts";
import { sdArray, sdDenoiser, sdUnet, sdVae } from "../generators/diffusion/sd_a.ts";

Deno.test("a LoRA is another with another rank or number of its training", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const model: DiffusionModel = {
    ...{ unet: sdUnet(), vae: sdVae(), sha256: "" },
    schedulerConfig: fixtureJson("sd-a/scheduler/scheduler_config.json"),
  };
  const subject = { latent: sdArray("vae_mean"), text: sdArray("text") };
  const all = [{}, { rank: 4 }, { learningRate: 1e-3 }, { weightDecay: 0 }, { batch: 2 }, { seed: 1 }];
  const keys = await Promise.all(all.map(async (numbers) => {
    const { dependsOn } = await loraStage(model, sdDenoiser(), runtime, subject, numbers);
    return JSON.stringify(dependsOn);
  }));
  assert.equal(new Set(keys).size, all.length);
});
