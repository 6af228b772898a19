import assert from "node:assert/strict";
import { InputError } from "../../../lib/errors.ts";
import { openDiffusionFolder } from "../../../lib/generators/diffusion/folder.ts";
import { textContext, unet } from "../../../lib/generators/diffusion/unet.ts";
import { huggingFaceCache, huggingFaceSnapshot, isHubName } from "../../../lib/hub/hugging_face.ts";
import { type Symbolic } from "../../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { bytesOf, float32, sizeOf, type Tensor } from "../../../lib/tensor.ts";
import { fixtureJson } from "../../fixtures.ts";
import { checkParity, difference } from "../../parity.ts";
import { sdArray } from "./sd_a.ts";
import { bytes, legacyStream, storage, text, torchTensor } from "../../formats/pickle_bytes.ts";
import {
  type Changes,
  halved,
  modelFolder,
  modelTensors,
  TEXT_WEIGHTS,
  UNET_WEIGHTS,
  VAE_WEIGHTS,
} from "./model_folder.ts";

const tensors = modelTensors();
const unetConfig = fixtureJson<Record<string, unknown>>("sd-a/unet/config.json");
const INDEX = "unet/diffusion_pytorch_model.safetensors.index.json";

const refused = async (changes: Changes, message: RegExp): Promise<void> => {
  using folder = modelFolder(changes);
  await assert.rejects(openDiffusionFolder(folder.at(".")), (error) => {
    assert.ok(error instanceof InputError, String(error));
    assert.match(error.message, message);
    return true;
  });
};

const without = (all: ReadonlyMap<string, Tensor>, name: string): Map<string, Tensor> =>
  new Map([...all].filter(([own]) => own !== name));

Deno.test("a diffusers folder is opened, its tensors as they are", async () => {
  using folder = modelFolder();
  const model = await openDiffusionFolder(folder.at("."));
  assert.deepEqual(model.unet.tensors, tensors.unet);
  assert.equal(model.vae.config.scalingFactor, 0.18215);
  assert.equal(model.text?.config.vocabulary, 1000);
  assert.equal(model.tokenizer, undefined);
  assert.equal((model.schedulerConfig as { beta_end: number }).beta_end, 0.012);
  assert.match(model.sha256, /^[0-9a-f]{64}$/);
  assert.ok([...model.unet.tensors.values()].every(({ data }) => data.buffer instanceof SharedArrayBuffer));
});

Deno.test("a model's hash tells apart what its configs say, not only its weights", async () => {
  const hashOf = async (changes: Changes = {}): Promise<string> => {
    using folder = modelFolder(changes);
    return (await openDiffusionFolder(folder.at("."))).sha256;
  };
  const scheduler = fixtureJson<Record<string, unknown>>("sd-a/scheduler/scheduler_config.json");
  const hashes = [
    await hashOf(),
    await hashOf({ "unet/config.json": { ...unetConfig, attention_head_dim: 4 } }),
    await hashOf({ "scheduler/scheduler_config.json": { ...scheduler, beta_end: 0.02 } }),
  ];
  assert.equal(new Set(hashes).size, 3);
  assert.equal(await hashOf(), hashes[0]);
});

Deno.test("a model out of a folder computes what the fixture says", async () => {
  using folder = modelFolder();
  const { unet: { config, p } } = await openDiffusionFolder(folder.at("."));
  await using runtime = await openRuntime({ provider: "cpu" });
  const predict = (sample: Symbolic, timestep: Symbolic, text: Symbolic): Symbolic =>
    unet(config, p)({ sample, timestep, context: textContext(config, p)(text) }).output;
  const eps = await runtime.run(predict, sdArray("noisy"), float32([1], [681]), sdArray("text"));
  checkParity("sd-a eps, out of a folder", difference(eps, sdArray("eps")), 2e-4);
});

Deno.test("float16 files of their own name are opened and stay float16", async () => {
  using folder = modelFolder({
    [UNET_WEIGHTS]: undefined,
    "unet/diffusion_pytorch_model.fp16.safetensors": halved(tensors.unet),
  });
  const { unet } = await openDiffusionFolder(folder.at("."));
  assert.ok([...unet.tensors.values()].every(({ dtype }) => dtype === "float16"));
  assert.equal(unet.p("conv_in.bias", [32]).dtype, "float32");
});

Deno.test("sharded weights and older names of attention are the same model", async () => {
  const names = [...tensors.unet.keys()];
  const half = (n: number): Map<string, Tensor> =>
    new Map([...tensors.unet].filter((_, i) => (i < names.length / 2 ? 1 : 2) === n));
  const older = new Map([...tensors.vae].map(([name, t]) => [name.replace(".to_q.", ".query."), t]));
  using folder = modelFolder({
    [UNET_WEIGHTS]: undefined,
    "unet/one.safetensors": half(1),
    "unet/two.safetensors": half(2),
    [INDEX]: {
      weight_map: Object.fromEntries(
        names.map((name, i) => [name, i < names.length / 2 ? "one.safetensors" : "two.safetensors"]),
      ),
    },
    [VAE_WEIGHTS]: older,
  });
  const model = await openDiffusionFolder(folder.at("."));
  assert.deepEqual(new Map([...model.unet.tensors].sort()), new Map([...tensors.unet].sort()));
  assert.deepEqual(new Set(model.vae.tensors.keys()), new Set(tensors.vae.keys()));
});

/** A state dict of float32 tensors as `torch.save` wrote it. */
function torchFile(all: ReadonlyMap<string, Tensor>): Uint8Array {
  const floats = [...all].filter(([, { dtype }]) => dtype === "float32");
  const strides = (shape: readonly number[]): number[] => shape.map((_, i) => sizeOf(shape.slice(i + 1)));
  const entries = floats.flatMap(([name, { shape, data }], i) => [
    text(name),
    torchTensor(storage("FloatStorage", `${i}`, data.length), 0, [...shape], strides(shape)),
  ]);
  const storages = floats.map(([, { data }], i): [string, [number, Uint8Array]] => [
    `${i}`,
    [data.length, bytesOf(data)],
  ]);
  return legacyStream(bytes("}(", ...entries, "u"), Object.fromEntries(storages));
}

Deno.test("older torch files of weights are read as data", async () => {
  using folder = modelFolder({
    [TEXT_WEIGHTS]: undefined,
    "text_encoder/pytorch_model.bin": torchFile(tensors.text),
  });
  const { text } = await openDiffusionFolder(folder.at("."));
  const name = "text_model.final_layer_norm.weight";
  assert.deepEqual([...text!.tensors.get(name)!.data], [...tensors.text.get(name)!.data]);
  await refused(
    { [TEXT_WEIGHTS]: undefined, "text_encoder/pytorch_model.bin": new Uint8Array(9) },
    /pytorch_model.bin: /,
  );
});

Deno.test("a text encoder as version 5 of the transformers library saves it is the same model", async () => {
  const bare = new Map([...tensors.text].map(([name, t]) => [name.replace("text_model.", ""), t]));
  assert.ok(bare.has("final_layer_norm.bias"));
  using folder = modelFolder({ [TEXT_WEIGHTS]: bare });
  const { text } = await openDiffusionFolder(folder.at("."));
  assert.deepEqual(text!.tensors, tensors.text);
});

Deno.test("a broken tokenizer says so where a prompt is used, not before", async () => {
  using folder = modelFolder({ "tokenizer/vocab.json": {}, "tokenizer/merges.txt": "" });
  const { tokenizer } = await openDiffusionFolder(folder.at("."));
  assert.throws(() => tokenizer!("a cat"), (error) => {
    assert.ok(error instanceof InputError);
    assert.match(error.message, /tokenizer: bos_token: Expected a token of the vocabulary but found/);
    return true;
  });
});

Deno.test("a model in Hugging Face's cache is found by its name, revision and folder", async () => {
  using cache = modelFolder({}, "models--org--tiny-sd/snapshots/abc123");
  Deno.mkdirSync(cache.at("models--org--tiny-sd/refs"));
  cache.write("models--org--tiny-sd/refs/main", "abc123\n");
  const snapshot = cache.at("models--org--tiny-sd/snapshots/abc123");
  for (const name of ["org/tiny-sd", "org/tiny-sd@main", "org/tiny-sd@abc123"]) {
    assert.ok(isHubName(name));
    assert.equal(await huggingFaceSnapshot(name, cache.at(".")), snapshot);
  }
  await assert.rejects(
    huggingFaceSnapshot("org/tiny-sd@fp16", cache.at(".")),
    /revision fp16 .* found abc123/,
  );
  await assert.rejects(huggingFaceSnapshot("org/other", cache.at(".")), /found neither org\/other nor/);
  const { sha256 } = await openDiffusionFolder(cache.at("models--org--tiny-sd"));
  assert.equal(sha256, (await openDiffusionFolder(snapshot)).sha256);
});

Deno.test("Hugging Face's cache is where its tools have it", () => {
  const at = (env: Readonly<Record<string, string>>): string => huggingFaceCache((name) => env[name]);
  assert.equal(at({ HF_HUB_CACHE: "/a", HF_HOME: "/b", HOME: "/h" }), "/a");
  assert.equal(at({ HF_HOME: "/b", HOME: "/h" }), "/b/hub");
  assert.equal(at({ XDG_CACHE_HOME: "/x", HOME: "/h" }), "/x/huggingface/hub");
  assert.equal(at({ HOME: "/h" }), "/h/.cache/huggingface/hub");
  assert.equal(at({ HF_HOME: "~/hf", HOME: "/h" }), "/h/hf/hub");
  assert.equal(at({ HF_HUB_CACHE: "~", HOME: "/h" }), "/h");
  assert.equal(at({ HF_HUB_CACHE: "~other", HOME: "/h" }), "~other");
});

Deno.test("what is no diffusion model is refused in one sentence", async () => {
  await refused(
    { "unet/config.json": undefined, [UNET_WEIGHTS]: undefined },
    /folder unet\/ in .* found none/,
  );
  await refused(
    { "unet/config.json": undefined },
    /Expected JSON at .*unet\/config.json but found nothing there/,
  );
  await refused({ "unet/config.json": "{" }, /unet\/config.json: Expected JSON/);
  await refused(
    { [UNET_WEIGHTS]: undefined },
    /Expected weights in .*unet, such as .* but found config.json/,
  );
  await refused(
    { [UNET_WEIGHTS]: new Uint8Array(4) },
    /model.safetensors: safetensors: Expected at least 8 bytes/,
  );
  await assert.rejects(openDiffusionFolder("/nowhere/at/all"), /folder of a diffusion model at \/nowhere/);
});

Deno.test("a missing or misshapen tensor is named", async () => {
  const name = "mid_block.attentions.0.transformer_blocks.0.attn2.to_k.weight";
  await refused(
    { [UNET_WEIGHTS]: without(tensors.unet, name) },
    /unet\/.*safetensors: Expected the tensor mid_block\S+attn2.to_k.weight \[64, 32\] but found none/,
  );
  const wrong = { ...tensors.unet.get(name)!, shape: [32, 64] };
  await refused(
    { [UNET_WEIGHTS]: new Map([...tensors.unet, [name, wrong]]) },
    /Expected the tensor mid_block\S+ \[64, 32\] but found \[32, 64\]/,
  );
  await refused({ [VAE_WEIGHTS]: without(tensors.vae, "quant_conv.bias") }, /quant_conv.bias \[8\] .* none/);
});

Deno.test("models of other families are refused by what makes them so", async () => {
  const unet = (change: object): Changes => ({ "unet/config.json": { ...unetConfig, ...change } });
  await refused(
    unet({ down_block_types: ["CrossAttnDownBlock2D", "AttnDownBlock2D", "DownBlock2D", "DownBlock2D"] }),
    /unet\/config.json: down_block_types\[1\]: Expected .* but found "AttnDownBlock2D"/,
  );
  await refused(unet({ addition_embed_type: "text_time" }), /addition_embed_type: .* but found "text_time"/);
  await refused(unet({ only_cross_attention: [true, false, false, false] }), /only_cross_attention/);
  await refused(unet({ attention_head_dim: [5, 10, 20] }), /attention_head_dim: Expected 4 of them/);
  await refused(
    unet({ _class_name: "FluxTransformer2DModel" }),
    /Expected UNet2DConditionModel but found "Flux/,
  );
  await refused(
    { "scheduler/scheduler_config.json": { prediction_type: "sample" } },
    /scheduler\/scheduler_config.json: prediction_type: Expected one of epsilon, v_prediction but found "sample"/,
  );
  await refused({ "text_encoder/config.json": { model_type: "t5" } }, /model_type: .* but found "t5"/);
});

Deno.test("indexes that lead out of the folder, or name what is not there, are refused", async () => {
  const index = (map: object): Changes => ({ [UNET_WEIGHTS]: undefined, [INDEX]: { weight_map: map } });
  await refused(
    index({ a: "../vae/diffusion_pytorch_model.safetensors" }),
    /weight_map.a: Expected a plain file name/,
  );
  await refused(index({ a: "gone.safetensors" }), /Expected weights at .*gone.safetensors but found nothing/);
  await refused(
    { ...index({ a: "one.safetensors" }), "unet/one.safetensors": new Map() },
    /Expected the tensor a in one.safetensors but found none/,
  );
});
