import assert from "node:assert/strict";
import { walkStage } from "../../lib/edit/walk_stage.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { sdArray, sdDenoiser } from "../generators/diffusion/sd_a.ts";
import { normalTensor } from "../normal_tensor.ts";

Deno.test("a walk is another with another guidance, negative text or control", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const [denoiser, text] = [{ ...sdDenoiser(), sha256: "" }, sdArray("text")];
  const negative = normalTensor(text.shape, 1);
  const keys = await Promise.all(
    [
      { prompt: { text } },
      { prompt: { text, negative, guidance: 3 } },
      { prompt: { text, negative, guidance: 7.5 } },
      { prompt: { text, negative: text, guidance: 3 } },
      { prompt: { text }, mutual: {} },
      { prompt: { text }, mutual: { startStep: 4 } },
    ].map(async (options) => {
      const { dependsOn } = await walkStage("denoised", denoiser, normalTensor([2, 4, 5, 8], 2), [], {
        runtime,
        ...options,
      });
      return JSON.stringify(dependsOn);
    }),
  );
  assert.equal(new Set(keys).size, keys.length);
});
