import assert from "node:assert/strict";
import { InputError } from "../../../../lib/errors.ts";
import { guidedPrediction, promptContext } from "../../../../lib/generators/diffusion/denoiser.ts";
import { freshLora } from "../../../../lib/generators/diffusion/lora/fresh_lora.ts";
import {
  constantLora,
  flattenLora,
  mergeLora,
  unflattenLora,
  withLora,
} from "../../../../lib/generators/diffusion/lora/lora.ts";
import { decodeLora } from "../../../../lib/generators/diffusion/lora/lora_file.ts";
import { constantParameters, type Parameters } from "../../../../lib/generators/diffusion/parameters.ts";
import { float32ToFloat16 } from "../../../../lib/formats/float16.ts";
import { constant } from "../../../../lib/onnx/symbolic.ts";
import { openRuntime, type Runtime } from "../../../../lib/runtime/runtime.ts";
import { float32, type Tensor, zeros } from "../../../../lib/tensor.ts";
import { fixtureBytes } from "../../../fixtures.ts";
import { checkParity, difference } from "../../../parity.ts";
import { sdArray, sdDenoiser, sdUnet } from "../sd_a.ts";

const denoiser = sdDenoiser();
const { tensors } = sdUnet();
const { unet: layers } = decodeLora(fixtureBytes("sd-a/lora.safetensors"), { unet: tensors });

const live = (scale: number): Parameters =>
  withLora(denoiser.p, constantLora(layers), constant(float32([], [scale])));

/** What the U-Net predicts with parameters of its own. */
async function predicted(runtime: Runtime, p: Parameters): Promise<Tensor> {
  const prompt = { text: sdArray("text") };
  const adapted = { ...denoiser, p };
  const context = await promptContext(runtime, adapted, prompt, 1);
  return await runtime.run(guidedPrediction(adapted, prompt), sdArray("noisy"), float32([], [681]), context);
}

Deno.test("a LoRA changes predictions as in diffusers, live and merged", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  checkParity(
    "sd-a lora_eps, live",
    difference(await predicted(runtime, live(1)), sdArray("lora_eps")),
    2e-4,
  );
  const merged = constantParameters(await mergeLora(runtime, tensors, layers), "merged");
  checkParity(
    "sd-a lora_eps, merged",
    difference(await predicted(runtime, merged), sdArray("lora_eps")),
    2e-4,
  );
});

Deno.test("a LoRA of another strength is the same live and merged, and nothing at strength 0", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const half = constantParameters(await mergeLora(runtime, tensors, layers, 0.5), "merged");
  const [ours, theirs] = [await predicted(runtime, live(0.5)), await predicted(runtime, half)];
  assert(difference(ours, theirs) < 1e-5);
  assert(difference(ours, sdArray("lora_eps")) > 1e-3);
  assert(difference(await predicted(runtime, live(0)), sdArray("eps")) < 1e-5);
});

Deno.test("a LoRA merges into half-precision weights in single precision", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const half: Tensor = { dtype: "float16", shape: [1, 2], data: float32ToFloat16(Float32Array.of(1, 2)) };
  const layer = { down: float32([1, 2], [1, 0.0001]), up: float32([1, 1], [1]) };
  const merged = await mergeLora(runtime, new Map([["a.weight", half], ["b.bias", half]]), { a: layer });
  assert.deepEqual(merged.get("a.weight"), float32([1, 2], [2, Math.fround(2.0001)]));
  assert.equal(merged.get("b.bias"), half);
});

Deno.test("a layer that the model does not have, or that does not fit it, is refused by its name", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const layer = { down: zeros([2, 32]), up: zeros([32, 2]) };
  const module = "mid_block.attentions.0.transformer_blocks.0.attn1.to_q";
  const refused = async (name: string, sentence: string): Promise<void> =>
    await assert.rejects(mergeLora(runtime, tensors, { [name]: layer }), new InputError(sentence));
  await refused("no.such", "Expected layers of this model but found one of no.such, which it does not have.");
  await refused(
    module,
    `Expected matrices for the weight ${module} [64, 64] but found down [2, 32] and up [32, 2].`,
  );
});

Deno.test("a fresh LoRA adapts every attention's four layers and changes nothing yet", async () => {
  const fresh = freshLora(tensors, 4, 1);
  assert.deepEqual(Object.keys(fresh).sort(), Object.keys(layers).sort());
  const { down, up } = fresh["mid_block.attentions.0.transformer_blocks.0.attn2.to_k"]!;
  assert.deepEqual([down.shape, up.shape], [[4, 32], [64, 4]]);
  assert(up.data.every((v) => v === 0));
  const spread = Math.sqrt(down.data.reduce((sum, v) => sum + v * v, 0) / down.data.length);
  assert(Math.abs(spread - 1 / 4) < 0.05, `standard deviation ${spread}`);
  assert.deepEqual(freshLora(tensors, 4, 1), fresh);
  await using runtime = await openRuntime({ provider: "cpu" });
  const p = withLora(denoiser.p, constantLora(fresh), constant(float32([], [1])));
  assert(difference(await predicted(runtime, p), sdArray("eps")) < 1e-5);
  assert.throws(() => freshLora(tensors, 0), /rank as a whole number from 1 but found 0/);
  assert.throws(() => freshLora(new Map()), /Expected a U-Net with attention/);
});

Deno.test("numbers in a row are the layers again", () => {
  assert.deepEqual(unflattenLora(flattenLora(layers), layers), layers);
});
