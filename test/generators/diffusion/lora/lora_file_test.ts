import assert from "node:assert/strict";
import fc from "fast-check";
import { FormatError } from "../../../../lib/errors.ts";
import { float32ToFloat16 } from "../../../../lib/formats/float16.ts";
import { decodeSafetensors, encodeSafetensors } from "../../../../lib/formats/safetensors.ts";
import { decodeLora, encodeLora } from "../../../../lib/generators/diffusion/lora/lora_file.ts";
import { parseLoraKey } from "../../../../lib/generators/diffusion/lora/lora_keys.ts";
import { float32, type Tensor, zeros } from "../../../../lib/tensor.ts";
import { fixtureBytes } from "../../../fixtures.ts";
import { fuzz } from "../../../formats/mutate.ts";
import { sdTensors } from "../sd_a.ts";

const Q = "mid_block.attentions.0.transformer_blocks.0.attn1.to_q";
const OUT = "mid_block.attentions.0.transformer_blocks.0.attn1.to_out.0";
const PROJECTION = "mid_block.attentions.0.proj_in";
const TEXT = "text_model.encoder.layers.0.self_attn.q_proj";
const targets = {
  unet: new Map<string, Tensor>([
    [`${Q}.weight`, zeros([2, 3])],
    [`${OUT}.weight`, zeros([2, 3])],
    [`${PROJECTION}.weight`, zeros([2, 3, 1, 1])],
    ["norm.weight", zeros([2])],
  ]),
  textEncoder: new Map<string, Tensor>([[`${TEXT}.weight`, zeros([2, 3])]]),
};
const down = float32([1, 3], [1, 2, 3]);
const up = float32([2, 1], [4, 5]);
const layer = { down, up };

const fileOf = (tensors: Readonly<Record<string, Tensor>>, metadata: Readonly<Record<string, string>> = {}) =>
  encodeSafetensors(new Map(Object.entries(tensors)), new Map(Object.entries(metadata)));
const decoded = (tensors: Readonly<Record<string, Tensor>>, metadata?: Readonly<Record<string, string>>) =>
  decodeLora(fileOf(tensors, metadata), targets);

Deno.test("a LoRA is written as DragDiffusion writes it, and read again", () => {
  const bytes = fixtureBytes("sd-a/lora.safetensors");
  const unet = sdTensors("unet/diffusion_pytorch_model.safetensors");
  const lora = decodeLora(bytes, { unet });
  assert.equal(Object.keys(lora.unet).length, 128);
  const written = encodeLora(lora);
  assert.deepEqual(decodeSafetensors(written), decodeSafetensors(bytes));
  assert.deepEqual(decodeLora(written, { unet }), lora);
});

Deno.test("every published layout tells the same layers", () => {
  const attention = Q.slice(0, -".to_q".length);
  const under = (name: string) => name.replaceAll(".", "_");
  const layouts: Readonly<Record<string, readonly [string, string, string]>> = {
    DragDiffusion: ["unet.unet.", ".lora.down.weight", ".lora.up.weight"],
    diffusers: ["unet.", ".lora.down.weight", ".lora.up.weight"],
    peft: ["base_model.model.", ".lora_A.weight", ".lora_B.weight"],
    "peft in diffusers": ["unet.", ".lora_A.default.weight", ".lora_B.default.weight"],
  };
  for (const [name, [prefix, below, above]] of Object.entries(layouts)) {
    const tensors = [Q, OUT].flatMap((m) => [[`${prefix}${m}${below}`, down], [`${prefix}${m}${above}`, up]]);
    assert.deepEqual(decoded(Object.fromEntries(tensors)).unet, { [Q]: layer, [OUT]: layer }, name);
  }
  const kohya = [Q, OUT].flatMap((m) => [
    [`lora_unet_${under(m)}.lora_down.weight`, down],
    [`lora_unet_${under(m)}.lora_up.weight`, up],
  ]);
  assert.deepEqual(decoded(Object.fromEntries(kohya)).unet, { [Q]: layer, [OUT]: layer });
  const processors = decoded({
    [`unet.${attention}.processor.to_q_lora.down.weight`]: down,
    [`unet.${attention}.processor.to_q_lora.up.weight`]: up,
    [`${attention}.processor.to_out_lora.down.weight`]: down,
    [`${attention}.processor.to_out_lora.up.weight`]: up,
  });
  assert.deepEqual(processors.unet, { [Q]: layer, [OUT]: layer });
});

Deno.test("layers of the text encoder are told apart, and left out where there is none", () => {
  const both = {
    [`unet.${Q}.lora.down.weight`]: down,
    [`unet.${Q}.lora.up.weight`]: up,
    [`lora_te_${TEXT.replaceAll(".", "_")}.lora_down.weight`]: down,
    [`lora_te_${TEXT.replaceAll(".", "_")}.lora_up.weight`]: up,
  };
  const lora = decoded(both);
  assert.deepEqual(lora, { unet: { [Q]: layer }, textEncoder: { [TEXT]: layer } });
  assert.deepEqual(decodeLora(encodeLora(lora), targets), lora);
  assert.deepEqual(decodeLora(fileOf(both), { unet: targets.unet }).textEncoder, {});
  const older = { [`text_encoder.${TEXT.replace("q_proj", "to_q_lora")}.down.weight`]: down };
  assert.deepEqual(
    decoded({ ...older, [`text_encoder.${TEXT}.lora_linear_layer.up.weight`]: up }).textEncoder,
    { [TEXT]: layer },
  );
});

Deno.test("an alpha is multiplied into the up matrix, divided by the rank", () => {
  const key = `lora_unet_${Q.replaceAll(".", "_")}`;
  const two = {
    [`${key}.lora_down.weight`]: zeros([2, 3]),
    [`${key}.lora_up.weight`]: float32([2, 2], [1, 2, 3, 4]),
  };
  const scaled = [0.5, 1, 1.5, 2];
  assert.deepEqual([...decoded({ ...two, [`${key}.alpha`]: float32([], [1]) }).unet[Q]!.up.data], scaled);
  const half: Tensor = { dtype: "float16", shape: [1], data: float32ToFloat16(Float32Array.of(1)) };
  assert.deepEqual([...decoded({ ...two, [`${key}.alpha`]: half }).unet[Q]!.up.data], scaled);
  const whole: Tensor = { dtype: "int64", shape: [], data: BigInt64Array.of(1n) };
  assert.deepEqual([...decoded({ ...two, [`${key}.alpha`]: whole }).unet[Q]!.up.data], scaled);
  const unnamed = { lora_adapter_metadata: JSON.stringify({ r: 2, lora_alpha: 1, alpha_pattern: {} }) };
  assert.deepEqual([...decoded(two, unnamed).unet[Q]!.up.data], scaled);
  const told = { lora_adapter_metadata: JSON.stringify({ "unet.lora_alpha": 1, "unet.alpha_pattern": {} }) };
  assert.deepEqual([...decoded(two, told).unet[Q]!.up.data], scaled);
  const beside = (alpha: number, metadata = {}) =>
    decodeLora(fileOf(two, metadata), targets, alpha).unet[Q]!.up.data;
  assert.deepEqual([...beside(1)], scaled);
  assert.deepEqual([...beside(7, told)], scaled);
});

Deno.test("a text encoder's layers are found by the names of newer and older versions of transformers", () => {
  const text = "text_model.encoder.layers.0.self_attn.q_proj";
  const both = { ...targets, textEncoder: new Map([[`${text}.weight`, zeros([2, 3])]]) };
  const kohya = text.replaceAll(".", "_");
  for (
    const [name, below, above] of [
      [`text_encoder.${text}`, ".lora_A.weight", ".lora_B.weight"],
      [`text_encoder.${text.slice("text_model.".length)}`, ".lora_A.weight", ".lora_B.weight"],
      [`lora_te1_${kohya}`, ".lora_down.weight", ".lora_up.weight"],
      [`lora_te1_${kohya.slice("text_model_".length)}`, ".lora_down.weight", ".lora_up.weight"],
    ] as const
  ) {
    const file = fileOf({ [`${name}${below}`]: down, [`${name}${above}`]: up });
    assert.deepEqual(decodeLora(file, both).textEncoder, { [text]: layer }, name);
  }
});

Deno.test("a LoRA is written with one prefix for newer versions of diffusers", () => {
  const lora = decoded({ [`unet.${Q}.lora.down.weight`]: down, [`unet.${Q}.lora.up.weight`]: up });
  const { tensors } = decodeSafetensors(encodeLora(lora, "diffusers"));
  assert.deepEqual([...tensors.keys()].sort(), [`unet.${Q}.lora.down.weight`, `unet.${Q}.lora.up.weight`]);
});

Deno.test("a convolution's layer keeps its shape", () => {
  const lora = decoded({
    [`unet.${PROJECTION}.lora.down.weight`]: zeros([1, 3, 1, 1]),
    [`unet.${PROJECTION}.lora.up.weight`]: zeros([2, 1, 1, 1]),
  });
  assert.deepEqual(lora.unet[PROJECTION]!.down.shape, [1, 3, 1, 1]);
});

Deno.test("what is no LoRA of this model is refused with one sentence", () => {
  const name = `unet.${Q}.lora`;
  const whole = { [`${name}.down.weight`]: down, [`${name}.up.weight`]: up };
  const integers: Tensor = { dtype: "int32", shape: [1, 3], data: Int32Array.of(1, 2, 3) };
  const refused: [() => unknown, RegExp][] = [
    [() => decoded({}), /Expected layers but found none/],
    [
      () => decoded({ ...whole, "lora_unet_x.hada_w1_a": down }),
      /Expected down and up .* found "lora_unet_x.hada_w1_a"/,
    ],
    [() => decoded({ ...whole, [`unet.${Q}.dora_scale`]: down }), /Expected down and up .*dora_scale/],
    [() => decoded({ [`${name}.down.weight`]: down }), /both matrices of mid_block.*to_q but found no up/],
    [() => decoded({ [`${name}.up.weight`]: up }), /but found no down/],
    [() => decoded({ "unet.other.lora.down.weight": down }), /layers of this model but found one of other/],
    [
      () => decoded({ ...whole, [`${name}.down.weight`]: zeros([1, 4]) }),
      /weight .*to_q \[2, 3\] but found down \[1, 4\]/,
    ],
    [() => decoded({ ...whole, [`${name}.down.weight`]: zeros([0, 3]) }), /but found down \[0, 3\]/],
    [() => decoded({ ...whole, [`${name}.up.weight`]: zeros([1, 2]) }), /and up \[1, 2\]/],
    [() => decoded({ ...whole, [`${name}.down.weight`]: integers }), /floating point in .* but found int32/],
    [
      () => decoded({ ...whole, [`${name}.up.weight`]: float32([2, 1], [NaN, 1]) }),
      /Expected finite numbers/,
    ],
    [() => decoded(whole, { lora_adapter_metadata: "{" }), /JSON object as lora_adapter_metadata/],
    [() => decoded(whole, { lora_adapter_metadata: '{"unet.use_dora":true}' }), /without use_dora/],
    [() => decodeLora(Uint8Array.of(1, 2), targets), /safetensors: Expected at least 8 bytes/],
  ];
  for (const [parse, message] of refused) {
    assert.throws(
      parse,
      (error) => error instanceof FormatError && message.test(error.message),
      String(message),
    );
  }
});

Deno.test("mutated files are a LoRA of this model or refused", () => {
  const whole = { [`unet.${Q}.lora.down.weight`]: down, [`unet.${Q}.lora.up.weight`]: up };
  const settings = { lora_adapter_metadata: JSON.stringify({ "unet.lora_alpha": 2 }) };
  const kohya = { [`lora_unet_${Q.replaceAll(".", "_")}.alpha`]: float32([1], [2]), ...whole };
  const report = fuzz({
    samples: [fileOf(whole), fileOf(whole, settings), fileOf(kohya)],
    parse: (bytes) => decodeLora(bytes, targets),
    errorClass: FormatError,
    runs: 3000,
  });
  assert(report.accepted > 0 && report.refused > 0, "Expected both outcomes.");
});

Deno.test("any name is taken apart or refused, and one in DragDiffusion's layout is taken apart as it was put together", () => {
  fc.assert(fc.property(fc.string(), (key) => {
    const parsed = parseLoraKey(key);
    assert(parsed === undefined || !parsed.module.includes("."));
  }));
  const word = fc.stringMatching(/^[a-z][a-z0-9]*$/);
  fc.assert(fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
    fc.pre(!words.some((w) => ["unet", "processor", "lora"].includes(w)));
    const parsed = parseLoraKey(`unet.unet.${words.join(".")}.lora.up.weight`);
    assert.deepEqual(parsed, { network: "unet", module: words.join("_"), part: "up" });
  }));
});
