import assert from "node:assert/strict";
import { decodeNpy, encodeNpy } from "../../lib/formats/npy.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";
import { sdArray, sdPeftLora } from "../generators/diffusion/sd_a.ts";
import { normalTensor } from "../normal_tensor.ts";
import { checkParity, difference } from "../parity.ts";
import { sdFile } from "./diffusion_specs.ts";
import { runCli } from "./run_cli.ts";
import { temporaryFolder } from "./temporary_folder.ts";

const MODEL = ["--model", sdFile(), "--threads", "1", "--provider", "cpu"];
const TEXT = ["--prompt-embeds", sdFile("text.npy")];

/** The array that a command line writes. */
async function written(line: readonly string[]): Promise<Tensor> {
  using folder = temporaryFolder();
  const out = folder.at("out.npy");
  const { status, stderr } = await runCli(...line, "--out", out);
  assert.equal(status, 0, stderr);
  return decodeNpy(Deno.readFileSync(out));
}

/** Unclamped pictures from 0 to 1, clamped. */
const clamped = ({ shape, data }: Tensor): Tensor =>
  float32(shape, (data as Float32Array).map((v) => Math.min(Math.max(v / 2 + 0.5, 0), 1)));

Deno.test("render denoises latents from their noise level, and decodes them", async () => {
  const line = ["render", ...MODEL, ...TEXT, "--latent", sdFile("inverted_latents.npy")];
  const picture = await written([...line, "--inference-steps", "50", "--timestep", "681"]);
  const error = difference(clamped(picture), sdArray("denoised_image01"));
  checkParity("deno task render, of a noisy latent", error, 2e-3);
});

Deno.test("render --clean decodes only, each latent of a batch", async () => {
  using folder = temporaryFolder();
  const { shape, data } = sdArray("vae_mean");
  const twice = float32([2, ...shape.slice(1)], [...data as Float32Array, ...data as Float32Array]);
  const latent = folder.write("latents.npy", encodeNpy(twice));
  const pictures = await written(["render", ...MODEL, "--clean", "--latent", latent]);
  assert.deepEqual(pictures.shape, [2, 3, 256, 256]);
  const official = sdArray("decoded");
  const second = float32(official.shape, (pictures.data as Float32Array).slice(official.data.length));
  checkParity("deno task render --clean", difference(second, official), 1e-3);
});

Deno.test("render --clean refuses what only a denoising has a use for", async () => {
  const line = ["render", ...MODEL, "--clean", "--latent", sdFile("noisy.npy"), "--out", "x.png"];
  for (
    const [option, value] of [["--prompt <text>", "a cat"], ["--lora <file>", "x"], ["--timestep <n>", "1"]]
  ) {
    const { status, stderr } = await runCli(...line, option!.split(" ")[0]!, value!);
    assert.equal(stderr, `error: option '--clean' cannot be used with option '${option}'\n`);
    assert.equal(status, 2);
  }
});

Deno.test("features writes the U-Net's maps at a noise level", async () => {
  const line = ["features", ...MODEL, ...TEXT, "--latent", sdFile("noisy.npy"), "--timestep", "681"];
  const maps = await written([...line, "--block", "3"]);
  checkParity("deno task features, of a diffusion model", difference(maps, sdArray("feature3")), 2e-4);
});

Deno.test("a LoRA is as strong as --lora-scale says, and what is odd about it is told", async () => {
  using folder = temporaryFolder();
  const latent = folder.write("latent.npy", encodeNpy(normalTensor([1, 4, 8, 8], 1)));
  const lora = ["--lora", folder.write("peft.safetensors", sdPeftLora())];
  const maps = async (...options: string[]): Promise<Tensor> => {
    const out = folder.at("out.npy");
    const line = ["features", ...MODEL, ...TEXT, "--latent", latent, "--block", "3", "--out", out];
    const { status, stderr } = await runCli(...line, ...options);
    assert.equal(status, 0, stderr);
    assert.match(stderr, options.length > 0 ? /^The LoRA \S+ tells no alpha, [^\n]+\.\n$/ : /^$/);
    return decodeNpy(Deno.readFileSync(out));
  };
  const [without, whole] = [await maps(), await maps(...lora)];
  assert.deepEqual(await maps(...lora, "--lora-scale", "0"), without);
  assert.deepEqual(await maps(...lora, "--lora-scale", "1"), whole);
  assert.ok(difference(await maps(...lora, "--lora-scale", "-1.5"), whole) > 1e-3);
});

Deno.test("options without the one that they need are refused as in a SPEC", async () => {
  const line = [
    "features",
    ...MODEL,
    ...TEXT,
    "--latent",
    sdFile("noisy.npy"),
    "--out",
    "x.npy",
    "--block",
    "3",
  ];
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [["--negative-prompt", "ugly"], /"guidance" above 1 beside a negative prompt but found 1\.\n/],
    [["--guidance", "0.5", "--negative-prompt-embeds", sdFile("text.npy")], /prompt but found 0\.5\.\n/],
    [["--lora-scale", "0.5"], /Expected --lora beside --lora-scale 0\.5 but found none\.\n/],
    [["--lora-scale", "strong"], /Expected a number but found "strong"/],
  ];
  for (const [options, sentence] of wrong) {
    const { status, stderr } = await runCli(...line, ...options);
    assert.match(stderr, sentence);
    assert.match(stderr, /^error: [^\n]+\n$/);
    assert.equal(status, 2);
  }
});

Deno.test("options for models of the other family are refused by name", async () => {
  const latent = ["--latent", sdFile("noisy.npy"), "--out", "x.npy"];
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [["render", ...MODEL, ...latent, "--class", "1"], /no --class, which is for GANs/],
    [["render", ...latent, "--guidance", "2"], /no --guidance, which is for diffusion models/],
    [["render", ...latent, "--clean"], /no --clean, which is for diffusion models/],
    [["features", ...MODEL, ...TEXT, ...latent, "--block", "5"], /--block from 0 to 4 but found 5/],
  ];
  for (const [line, sentence] of wrong) {
    const { status, stderr } = await runCli(...line);
    assert.match(stderr, sentence);
    assert.match(stderr, /^error: [^\n]+\n$/);
    assert.equal(status, 2);
  }
});
