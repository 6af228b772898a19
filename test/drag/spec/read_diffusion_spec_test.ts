import assert from "node:assert/strict";
import { openDrag } from "../../../lib/drag/session.ts";
import { openSpec, type ReadSpec, readSpec } from "../../../lib/drag/open_spec.ts";
import { parseSpec, type SpecInput } from "../../../lib/drag/spec.ts";
import { InputError } from "../../../lib/errors.ts";
import { encodePng } from "../../../lib/formats/image.ts";
import { encodeNpy } from "../../../lib/formats/npy.ts";
import { modelSource } from "../../../lib/generators/family.ts";
import { topologicalOrder } from "../../../lib/onnx/order.ts";
import { openRuntime, type Runtime } from "../../../lib/runtime/runtime.ts";
import { float32, tensor, zeros } from "../../../lib/tensor.ts";
import { gradients, pictureFolder, pictureSpec, sdFile } from "../../cli/diffusion_specs.ts";
import { type TemporaryFolder } from "../../cli/temporary_folder.ts";
import {
  modelFolder,
  modelTensors,
  TEXT_WEIGHTS,
  TOKENIZER,
  UNET_WEIGHTS,
} from "../../generators/diffusion/model_folder.ts";
import { sdArray, sdPeftLora } from "../../generators/diffusion/sd_a.ts";

/** Files that the SPECs below name. */
const FILES: Readonly<Record<string, Uint8Array | string>> = {
  "odd.png": encodePng(gradients(70, 50)),
  "wide.png": encodePng(gradients(1024, 640)),
  "text.png": "no picture",
  "frozen.npy": encodeNpy(zeros([48, 64])),
  "small.npy": encodeNpy(zeros([24, 32])),
  "latent.npy": encodeNpy(zeros([1, 4, 6, 8])),
  "narrow.npy": encodeNpy(zeros([1, 3, 6, 8])),
  "flat.npy": encodeNpy(zeros([6, 8])),
  "infinite.npy": encodeNpy(float32([1, 4, 1, 1], [1, 2, Infinity, 4])),
  "short.npy": encodeNpy(zeros([1, 77, 31])),
  "whole.npy": encodeNpy(tensor("int64", [1, 1, 32], new BigInt64Array(32))),
  "peft.safetensors": sdPeftLora(),
  "two.npy": encodeNpy(zeros([1, 2, 32])),
  "nan.npy": encodeNpy(float32([1, 1, 32], Array(32).fill(NaN))),
};

function filledFolder(): TemporaryFolder {
  const folder = pictureFolder();
  for (const [name, content] of Object.entries(FILES)) folder.write(name, content);
  return folder;
}

async function read(fields: SpecInput, runtime: Runtime): Promise<ReadSpec> {
  using folder = filledFolder();
  const spec = pictureSpec(fields);
  const { family } = await modelSource(String(spec["model"]), folder.at());
  return await readSpec(parseSpec(spec, family), folder.at(), runtime);
}

const ofLatent = (latent: unknown, fields: SpecInput = {}): SpecInput => ({
  image: undefined,
  latent,
  ...fields,
});

const WRONG: readonly (readonly [string, SpecInput, RegExp])[] = [
  ["a folder without unet/", { model: sdFile("vae") }, /a folder unet\/ in .*vae but found none/],
  ["a name that is not in the cache", { model: "nobody/nothing" }, /nor .*models--nobody--nothing/],
  [
    "a GAN's method",
    { method: "stabledrag" },
    /^method: .* for diffusion models, one of dragdiffusion, .*"stabledrag"/,
  ],
  [
    "a GAN's field",
    { noise: "none" },
    /no field "noise", which is for GANs, but found it with a diffusion model/,
  ],
  ["an unknown field", { strength: 0.7 }, /no field "strength"/],
  ["neither image nor latent", { image: undefined }, /an "image" or a "latent" but found neither/],
  ["both image and latent", { latent: "latent.npy" }, /an "image" or a "latent" but found both/],
  ["a picture that is text", { image: "text.png" }, /text\.png: image: /],
  ["a picture that is not there", { image: "none.png" }, /a picture at .*none\.png but found nothing there/],
  ["a size that does not fit", { size: [60, 48] }, /^size\[0\]: Expected a multiple of 8 but found 60/],
  [
    "a side that no picture has",
    { size: [800_000, 48] },
    /^size\[0\]: Expected at most 16384 but found 800000\.$/,
  ],
  [
    "more pixels than a picture has",
    { size: [16_384, 2056] },
    /^size: Expected at most 33554432 pixels in all but found 16384×2056\.$/,
  ],
  [
    "a point outside",
    { points: [{ handle: [64, 1], target: [1, 1] }] },
    /handle 0 inside the picture, x from 0 to 63/,
  ],
  [
    "a mask of another size",
    { mask: "small.npy" },
    /small\.npy: .*mask of 48 × 64 pixels but found one of 24 × 32/,
  ],
  [
    "a timestep between the steps",
    { timestep: 681 },
    /timestep of the 4 steps 751, 501, 251 … 1 but found 681/,
  ],
  ["too many steps", { inferenceSteps: 2000 }, /1 to 1000 steps but found 2000/],
  [
    "embeds of another width",
    { promptEmbeds: "short.npy" },
    /short\.npy: Expected prompt embeds \[1, tokens, 32\] but found \[1, 77, 31\]/,
  ],
  [
    "a prompt without tokenizer",
    { promptEmbeds: undefined, prompt: "a cat" },
    /tokenizer for the prompt "a cat"/,
  ],
  [
    "embeds of whole numbers",
    { promptEmbeds: "whole.npy" },
    /whole\.npy: Expected prompt embeds of floating-point numbers but found int64/,
  ],
  [
    "embeds that are no numbers",
    { guidance: 2, negativePromptEmbeds: "nan.npy" },
    /nan\.npy: Expected prompt embeds of finite numbers but found NaN/,
  ],
  [
    "guidance without negative text",
    { guidance: 2 },
    /negativePromptEmbeds for guidance 2 with a model that has no tokenizer but found none/,
  ],
  [
    "negative embeds of another length",
    { guidance: 2, negativePromptEmbeds: "two.npy" },
    /promptEmbeds and negativePromptEmbeds of equally many tokens for guidance but found 77 and 2\.$/,
  ],
  ["a LoRA that is no LoRA", { lora: "photo.png" }, /photo\.png: /],
  [
    "a LoRA of another model",
    { lora: sdFile("vae/diffusion_pytorch_model.safetensors") },
    /LoRA: Expected down and up/,
  ],
  ["a LoRA in words", { lora: { ranks: 4 } }, /^lora: Expected no field "ranks"\.$/],
  ["a LoRA of no rank", { lora: { rank: 0 } }, /^lora(\.rank)?: Expected/],
  [
    "a training without image",
    ofLatent("latent.npy", { lora: {} }),
    /"lora" beside a latent .* needs an image/,
  ],
  ["a latent of other channels", ofLatent("narrow.npy"), /narrow\.npy: .*\[4, h, w\].* found \[1, 3, 6, 8\]/],
  ["a latent of other axes", ofLatent("flat.npy"), /flat\.npy: .*found \[6, 8\]/],
  ["infinity in a latent", ofLatent("infinite.npy"), /finite numbers but found Infinity/],
  [
    "a latent beyond the batch",
    ofLatent("latent.npy", { latentIndex: 1 }),
    /latentIndex from 0 to 0 but found 1/,
  ],
  ["a size beside a latent", ofLatent("latent.npy", { size: [64, 48] }), /no "size" beside a latent/],
  [
    "a latent's number beside a picture",
    { latentIndex: 5 },
    /as "latent" beside "latentIndex" 5 but found none/,
  ],
  ["a latent's number beside a seed", ofLatent({ seed: 1 }, { latentIndex: 1 }), /beside "latentIndex" 1/],
  [
    "a negative prompt without guidance",
    { negativePrompt: "ugly" },
    /"guidance" above 1 beside a negative prompt but found 1/,
  ],
  [
    "negative embeds without guidance",
    { guidance: 0.5, negativePromptEmbeds: "short.npy" },
    /"guidance" above 1 beside a negative prompt but found 0\.5/,
  ],
  [
    "mutual attention from a layer that is not there",
    { mutualAttention: { startLayer: 99 } },
    /^mutualAttention\.startLayer: Expected one of the model's 16 transformers, from 0, but found 99/,
  ],
  [
    "mutual attention from a step that is not there",
    { mutualAttention: { startStep: 3 } },
    /^mutualAttention\.startStep: Expected one of the 3 denoising steps, from 0, but found 3\.$/,
  ],
  ["truncation", ofLatent({ seed: 1, psi: 0.7 }), /^latent: Expected no field "psi"\.$/],
  ["mutual attention in words", { mutualAttention: true }, /^mutualAttention: Expected false or/],
];

Deno.test("what is wrong with a SPEC for a diffusion model is said in one sentence", async (t) => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  for (const [what, fields, sentence] of WRONG) {
    await t.step(what, async () => {
      await assert.rejects(read(fields, runtime), (error: Error) => {
        assert.ok(error instanceof InputError, `${error}`);
        assert.match(error.message, sentence);
        assert.match(error.message, /^[^\n]+\.$/);
        return true;
      });
    });
  }
});

Deno.test("the empty text of a model without text has one token, which guidance needs of embeds, too", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  using model = modelFolder({ "text_encoder/config.json": undefined, [TEXT_WEIGHTS]: undefined });
  const guided = { model: model.at(), guidance: 2 };
  await assert.rejects(read({ ...guided, promptEmbeds: "two.npy" }, runtime), {
    name: "InputError",
    message: "Expected promptEmbeds and negativePromptEmbeds of equally many tokens for guidance but found " +
      '2 and 1 of the text "".',
  });
  await read({ ...guided, promptEmbeds: undefined }, runtime);
});

Deno.test("a tensor that is missing or misshapen is named", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const { unet } = modelTensors();
  const without = new Map([...unet].filter(([name]) => name !== "conv_in.bias"));
  using missing = modelFolder({ [UNET_WEIGHTS]: without });
  await assert.rejects(read({ model: missing.at() }, runtime), /conv_in\.bias/);
  using misshapen = modelFolder({ [UNET_WEIGHTS]: new Map([...unet, ["conv_in.bias", zeros([31])]]) });
  await assert.rejects(read({ model: misshapen.at() }, runtime), /conv_in\.bias.*\[32\].*\[31\]/);
});

Deno.test("a picture of another size is worked on in its shape, as wide as the model's own at most, and its points stay", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const sizes = async (fields: SpecInput): Promise<unknown> => {
    const { model: { generator: { size, grid, latentShape } }, warnings } = await read(fields, runtime);
    return { size, grid, latentShape, warnings: warnings.map((text) => text.replace(/;.*/, "")) };
  };
  assert.deepEqual(await sizes({}), {
    size: [48, 64],
    grid: [24, 32],
    latentShape: [1, 4, 6, 8],
    warnings: [],
  });
  assert.deepEqual(await sizes({ image: "odd.png" }), {
    ...{ size: [50, 70], grid: [24, 36], latentShape: [1, 4, 6, 9] },
    warnings: ["The picture odd.png of 70 × 50 pixels is worked on at 72 × 48"],
  });
  assert.deepEqual(await sizes({ image: "wide.png" }), {
    ...{ size: [640, 1024], grid: [80, 128], latentShape: [1, 4, 20, 32] },
    warnings: ["The picture wide.png of 1024 × 640 pixels is worked on at 256 × 160"],
  });
  const points = [{ handle: [20, 20], target: [400, 28] }];
  assert.deepEqual(await sizes({ image: "wide.png", size: [64, 80], points }), {
    ...{ size: [640, 1024], grid: [40, 32], latentShape: [1, 4, 10, 8] },
    warnings: ["The picture wide.png of 1024 × 640 pixels is worked on at 64 × 80"],
  });
});

Deno.test("a mask that freezes all and a text that is too long are warned of", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  using model = modelFolder(TOKENIZER);
  const fields = { model: model.at(), promptEmbeds: undefined, mask: "frozen.npy" };
  const { warnings } = await read({ ...fields, prompt: "a ".repeat(80) }, runtime);
  assert.deepEqual(warnings, [
    'The text has 80 tokens, of which the first 75 count: "a a a a a" is left out.',
    "The mask frozen.npy lets nothing move, and is ignored.",
  ]);
});

Deno.test("pairs that are short on the grid of a large picture are warned of before anything is trained", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const warningsOf = async (x: number): Promise<readonly string[]> => {
    const points = [{ handle: [500, 300], target: [x, 300] }];
    return (await read({ image: "wide.png", points }, runtime)).warnings.slice(1);
  };
  assert.deepEqual(await warningsOf(505), [
    "All handles are within the stop distance of their targets, 16 pixels of the picture: the drag ends before " +
    "its first update.",
  ]);
  assert.deepEqual(await warningsOf(530), []);
});

Deno.test("what is odd about a LoRA is warned of", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const { warnings } = await read({ lora: "peft.safetensors" }, runtime);
  assert.match(warnings.join(), /^The LoRA peft\.safetensors tells no alpha/);
});

Deno.test("a latent is opened as it is, with a LoRA of a file or without", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const opened = async (fields: SpecInput): ReturnType<typeof openSpec> => {
    const { image: _, ...spec } = pictureSpec({ latent: sdFile("inverted_latents.npy"), ...fields });
    return await openSpec(parseSpec(spec, "diffusion"), ".", runtime);
  };
  const { problem, edit, model } = await opened({});
  assert.deepEqual(problem.latent, sdArray("inverted_latents"));
  assert.deepEqual(model.generator.size, [256, 256]);
  assert.equal(edit!.source, undefined);
  assert.equal(edit!.picture.denoiser.sha256, model.sha256);
  const adapted = await opened({ lora: { file: sdFile("lora.safetensors"), scale: 0.5 } });
  assert.notEqual(adapted.edit!.picture.denoiser.sha256, model.sha256);
  assert.equal(adapted.edit!.settings["loraScale"], 0.5);
});

Deno.test("the seed is that of the LoRA's training, unless this has its own", () => {
  const seedOf = (fields: SpecInput): number | undefined => {
    const { lora } = parseSpec(pictureSpec(fields), "diffusion");
    return typeof lora === "object" && "train" in lora ? lora.train.seed : undefined;
  };
  assert.equal(seedOf({ lora: undefined }), 0);
  assert.equal(seedOf({ lora: undefined, seed: 3 }), 3);
  assert.equal(seedOf({ lora: { rank: 2 }, seed: 3 }), 3);
  assert.equal(seedOf({ lora: { seed: 5 }, seed: 3 }), 5);
});

Deno.test("a drag whose U-Net is computed again in the backward pass is that drag, and its record says so", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  using folder = filledFolder();
  const stepOf = async (checkpoint: boolean): Promise<{ gradient: Float32Array; nodes: number }> => {
    const fields = ofLatent("latent.npy", { lora: "none", checkpoint });
    const { model, problem, method, edit } = await openSpec(
      parseSpec(pictureSpec(fields), "diffusion"),
      folder.at(),
      runtime,
    );
    assert.equal(edit!.settings["checkpoint"], checkpoint ? "on" : undefined);
    await using session = await openDrag(model.generator, problem, method, { runtime });
    const { gradient } = await session.step(session.start);
    return {
      gradient: gradient!.data as Float32Array,
      nodes: topologicalOrder(session.graph(session.start).outputs.map(({ value }) => value)).length,
    };
  };
  const [usual, again] = [await stepOf(false), await stepOf(true)];
  assert.ok(again.nodes > usual.nodes);
  const largest = Math.max(...usual.gradient.map(Math.abs));
  const most = Math.max(...again.gradient.map((value, i) => Math.abs(value - usual.gradient[i]!)));
  assert.ok(most < 1e-4 * largest, `differs by ${most} of ${largest}`);
});
