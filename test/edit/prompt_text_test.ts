import assert from "node:assert/strict";
import { promptText } from "../../lib/edit/prompt_text.ts";
import { openDiffusionFolder } from "../../lib/generators/diffusion/folder.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { float32, type Tensor, zeros } from "../../lib/tensor.ts";
import { modelFolder } from "../generators/diffusion/model_folder.ts";
import { sdArray } from "../generators/diffusion/sd_a.ts";
import { checkParity, difference } from "../parity.ts";

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
