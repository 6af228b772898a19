import assert from "node:assert/strict";
import { promptText } from "../../../lib/generators/diffusion/prompt_text.ts";
import { openDiffusionFolder } from "../../../lib/generators/diffusion/folder.ts";
import { nullText } from "../../../lib/generators/diffusion/null_text.ts";
import { textContext } from "../../../lib/generators/diffusion/unet.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { float32, type Tensor, zeros } from "../../../lib/tensor.ts";
import { modelFolder, TEXT_WEIGHTS } from "./model_folder.ts";
import { sdArray } from "./sd_a.ts";
import { checkParity, difference } from "../../parity.ts";

Deno.test("a prompt is what the text encoder makes of its tokens, with a LoRA of its own", async () => {
  using folder = modelFolder();
  const model = {
    ...await openDiffusionFolder(folder.at(".")),
    tokenizer: () => ({ inputIds: sdArray("input_ids") as Tensor<"int64">, warning: "cut" }),
  };
  await using runtime = await openRuntime({ provider: "cpu" });
  const { text, warning } = await promptText(model, runtime, "a cat");
  checkParity("sd-a text, of a prompt", difference(text, sdArray("text")), 1e-4);
  assert.equal(warning, "cut");
  const module = "text_model.encoder.layers.0.self_attn.v_proj";
  const up = float32([32, 1], new Float32Array(32).fill(1));
  const layers = { [module]: { down: float32([1, 32], new Float32Array(32).fill(1)), up } };
  const adapted = await promptText(model, runtime, "a cat", { layers, scale: 0.5 });
  assert(difference(adapted.text, text) > 1e-3);
  const off = await promptText(model, runtime, "a cat", {
    layers: { [module]: { ...layers[module]!, up: zeros([32, 1]) } },
  });
  assert(difference(off.text, text) < 1e-6);
});

Deno.test("a model without tokenizer has no prompts", async () => {
  using folder = modelFolder();
  const model = await openDiffusionFolder(folder.at("."));
  await using runtime = await openRuntime({ provider: "cpu" });
  await assert.rejects(
    promptText(model, runtime, "a cat"),
    /text encoder and a tokenizer for the prompt "a cat"/,
  );
});

Deno.test("a model without text takes no prompt but the empty one, of which its attention makes nothing", async () => {
  using folder = modelFolder({ "text_encoder/config.json": undefined, [TEXT_WEIGHTS]: undefined });
  const model = await openDiffusionFolder(folder.at("."));
  await using runtime = await openRuntime({ provider: "cpu" });
  const { text } = await promptText(model, runtime, "");
  assert.deepEqual(text, nullText(model.unet.config));
  await assert.rejects(promptText(model, runtime, "a cat"), /text encoder .* for the prompt "a cat"/);
  const context = await runtime.run(textContext(model.unet.config, model.unet.p), text);
  for (const { key, value } of Object.values(context)) {
    assert.ok([key, value].every(({ data }) => (data as Float32Array).every((v) => v === 0)));
  }
});
