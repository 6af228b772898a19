import assert from "node:assert/strict";
import { type LoraUse, type ReadLora, readLora } from "../../../lib/drag/spec/read_lora.ts";
import { decodeSafetensors, encodeSafetensors } from "../../../lib/formats/safetensors.ts";
import { openDiffusionFolder } from "../../../lib/generators/diffusion/folder.ts";
import { float32, type Tensor } from "../../../lib/tensor.ts";
import { sdFile } from "../../cli/diffusion_specs.ts";
import { temporaryFolder } from "../../cli/temporary_folder.ts";
import { sdPeftLora } from "../../generators/diffusion/sd_a.ts";

const model = await openDiffusionFolder(sdFile());
const peft = decodeSafetensors(sdPeftLora()).tensors;
const A = "base_model.model.mid_block.attentions.0.transformer_blocks.0.attn1.to_q.lora_A.weight";
const TEXT = "text_encoder.text_model.encoder.layers.0.self_attn.q_proj";

/** A LoRA of rank 4, by default peft's, read beside a config. */
async function read(
  config?: unknown,
  tensors: ReadonlyMap<string, Tensor> = peft,
  use: Partial<LoraUse> = {},
  of = model,
): Promise<ReadLora> {
  using folder = temporaryFolder();
  folder.write("x.safetensors", encodeSafetensors(tensors));
  if (config !== undefined) folder.write("adapter_config.json", config);
  const lora = { file: "x.safetensors", scale: 1 };
  return (await readLora({ lora, guidance: 1, ...use }, folder.at(), of))!;
}

const firstUp = ({ unet }: ReadLora): number => Object.values(unet)[0]!.up.data[0]!;

Deno.test("a LoRA of peft has the strength that its adapter_config.json says, and its hash tells both apart", async () => {
  const [alone, twice] = [
    await read(),
    await read({ r: 4, lora_alpha: 8, alpha_pattern: {}, use_dora: false }),
  ];
  assert.equal(firstUp(twice), 2 * firstUp(alone));
  assert.notEqual(twice.sha256, alone.sha256);
  assert.deepEqual(twice.warnings, []);
  assert.deepEqual(alone.warnings, [
    "The LoRA x.safetensors tells no alpha, and no adapter_config.json is beside it: alpha is taken to be its rank.",
  ]);
});

Deno.test("an adapter_config.json is read for an alpha that the file lacks only", async () => {
  const own = new Map([...peft, [A.replace("lora_A.weight", "alpha"), float32([], [2])]]);
  const { warnings, unet } = await read("broken", own);
  assert.deepEqual(warnings, []);
  assert.equal(Object.keys(unet).length, 128);
  const other = new Map([...peft].map(([name, value]) => [name.replace("base_model.model", "unet"), value]));
  assert.deepEqual((await read("broken", other)).warnings, []);
});

Deno.test("an adapter_config.json that is broken, or tells of another scaling, is refused by its name", async () => {
  const refused: readonly (readonly [unknown, RegExp])[] = [
    [
      "broken",
      /adapter_config\.json: Expected JSON but found: Unexpected token 'b', "broken" is not valid JSON\.$/,
    ],
    [[], /Expected object but found an array/],
    [{ r: 4 }, /lora_alpha: Expected number but found nothing/],
    [{ lora_alpha: 4, use_rslora: true }, /LoRA: Expected a LoRA without use_rslora but found one with it/],
    [{ lora_alpha: 4, use_dora: true }, /without use_dora/],
    [{ lora_alpha: 4, alpha_pattern: { to_q: 2 } }, /without alpha_pattern/],
  ];
  for (const [config, sentence] of refused) {
    await assert.rejects(read(config), (error: Error) => {
      assert.equal(error.name, "InputError");
      assert.match(error.message, sentence);
      assert.match(error.message, /^\S+adapter_config\.json: [^\n]+\.$/);
      return true;
    });
  }
});

Deno.test("layers of the text encoder that no text meets are told", async () => {
  const layers = new Map<string, Tensor>([
    [`${TEXT}.lora_linear_layer.down.weight`, float32([1, 32], new Float32Array(32))],
    [`${TEXT}.lora_linear_layer.up.weight`, float32([32, 1], new Float32Array(32))],
  ]);
  const told = async (...more: [Partial<LoraUse>, (typeof model)?]): Promise<readonly string[]> =>
    (await read(undefined, layers, ...more)).warnings;
  const unused = (why: string): string[] => [
    `The LoRA x.safetensors has layers of the text encoder, which are not used: ${why}.`,
  ];
  const { text: _, ...textless } = model;
  assert.deepEqual(await told({}), []);
  assert.deepEqual(await told({}, textless), unused("the model has no text_encoder/"));
  const embeds = { promptEmbeds: "text.npy" };
  assert.deepEqual(await told(embeds), unused("prompt embeds are taken as they are"));
  assert.deepEqual(await told({ ...embeds, guidance: 2 }), []);
  const both = { ...embeds, guidance: 2, negativePromptEmbeds: "text.npy" };
  assert.deepEqual(await told(both), unused("prompt embeds are taken as they are"));
});
