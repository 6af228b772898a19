import assert from "node:assert/strict";
import { type DragLatent, editPicture } from "../../lib/edit/edit_picture.ts";
import { finishPicture } from "../../lib/edit/finish_picture.ts";
import { type InvertedPicture, type InvertOptions, invertPicture } from "../../lib/edit/invert_picture.ts";
import { type StageProgress } from "../../lib/edit/stage.ts";
import { decodeSafetensors } from "../../lib/formats/safetensors.ts";
import { type DiffusionModel, openDiffusionFolder } from "../../lib/generators/diffusion/folder.ts";
import { decodeLora, encodeLora } from "../../lib/generators/diffusion/lora/lora_file.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";
import { temporaryFolder } from "../cli/temporary_folder.ts";
import { modelFolder } from "../generators/diffusion/model_folder.ts";
import { normalTensor } from "../normal_tensor.ts";
import { difference } from "../parity.ts";

const SIZE = [1, 3, 48, 64]; // a picture of 64 × 48 pixels
const LATENT = [1, 4, 6, 8];
const source = { image: normalTensor(SIZE, 1, 0.3), prompt: { text: normalTensor([1, 5, 32], 2) } };
/** Few steps, so that the test is fast; 501 is the second of their four timesteps. */
const numbers = {
  steps: 4,
  timestep: 501,
  training: { rank: 2, steps: 2, batch: 1, checkpoint: false },
} as const;

async function openModel(): Promise<DiffusionModel> {
  using folder = modelFolder();
  return await openDiffusionFolder(folder.at("."));
}

const nudged: DragLatent = ({ inverted }: InvertedPicture): Promise<Tensor> =>
  Promise.resolve(
    float32(inverted.shape, (inverted.data as Float32Array).map((v, i) => i === 0 ? v + 1 : v)),
  );

/** Names of the stages that did something, in order; one that is there already tells once, at its end. */
const worked = (told: readonly StageProgress[]): string[] =>
  told.filter(({ done }) => done > 0).map(({ stage, done }) => `${stage} ${done}`);

Deno.test("a picture of any size is edited, and what is known of it is not computed again", async () => {
  const model = await openModel();
  using cache = temporaryFolder();
  await using runtime = await openRuntime({ provider: "cpu", keep: 9 });
  const told: StageProgress[] = [];
  const options = {
    runtime,
    cache: cache.at("."),
    onProgress: (p: StageProgress) => void told.push(p),
    ...numbers,
  };
  const first = await editPicture(model, source, nudged, options);
  assert.deepEqual(first.shape, SIZE);
  assert((first.data as Float32Array).every(Number.isFinite));
  const stages = ["latent 1", "lora 1", "lora 2", "inverted 1", "inverted 2", "inverted 3"];
  const rest = ["denoised 1", "denoised 2", "denoised 3", "picture 1"];
  assert.deepEqual(worked(told.splice(0)), [...stages, ...rest]);
  assert.deepEqual(await editPicture(model, source, nudged, options), first);
  assert.deepEqual(worked(told), ["latent 1", "lora 2", "inverted 3", "denoised 3", "picture 1"]);

  const picture = await invertPicture(model, source, options);
  assert.deepEqual([picture.timestep, picture.inverted.shape, picture.latent.shape], [501, LATENT, LATENT]);
  const lora = decodeLora(encodeLora({ unet: picture.layers!, textEncoder: {} }), {
    unet: model.unet.tensors,
  });
  assert.deepEqual(lora.unet, picture.layers);
  const given: InvertOptions = { ...options, lora: { layers: lora.unet } };
  assert.deepEqual((await invertPicture(model, source, given)).inverted, picture.inverted);
  const weaker: InvertOptions = { ...options, lora: { layers: lora.unet, scale: 0 } };
  assert(difference((await invertPicture(model, source, weaker)).inverted, picture.inverted) > 1e-6);
  const wrong = normalTensor([1, 4, 8, 8], 1);
  await assert.rejects(
    finishPicture(model, picture, wrong, options),
    /dragged latent \[1, 4, 6, 8\] but found/,
  );
});

Deno.test("an aborted LoRA training goes on from its checkpoint to the same picture", async () => {
  const model = await openModel();
  using once = temporaryFolder();
  using twice = temporaryFolder();
  await using runtime = await openRuntime({ provider: "cpu", keep: 9 });
  const whole = await invertPicture(model, source, { runtime, cache: once.at("."), ...numbers });
  const stop = new AbortController();
  const onProgress = ({ stage, done }: StageProgress): void =>
    stage === "lora" && done > 0 ? stop.abort(new Error("enough")) : undefined;
  const options = { runtime, cache: twice.at("."), ...numbers };
  await assert.rejects(
    invertPicture(model, source, { ...options, signal: stop.signal, onProgress }),
    /enough/,
  );
  const file = [...Deno.readDirSync(twice.at("."))].find(({ name }) => name.startsWith("lora"))!;
  const { metadata, tensors } = decodeSafetensors(Deno.readFileSync(twice.at(file.name)));
  assert.equal(JSON.parse(metadata.get("stage")!).done, 1);
  assert(tensors.has("adam.mean"));
  const resumed = await invertPicture(model, source, options);
  assert.deepEqual(resumed.layers, whole.layers);
  assert.deepEqual(resumed.inverted, whole.inverted);
});

Deno.test("pictures and timesteps that do not fit are refused", async () => {
  const model = await openModel();
  await using runtime = await openRuntime({ provider: "cpu", keep: 9 });
  const inverting = (image: Tensor, options: Partial<InvertOptions> = {}): Promise<unknown> =>
    invertPicture(model, { ...source, image }, { runtime, ...options });
  await assert.rejects(
    inverting(normalTensor([1, 3, 60, 64], 1)),
    /multiples of 8, but found \[1, 3, 60, 64\]/,
  );
  await assert.rejects(inverting(normalTensor([2, 3, 8, 8], 1)), /Expected one picture but found 2/);
  await assert.rejects(
    inverting(source.image, { timestep: 500 }),
    /timestep of the 50 steps 981, 961, 941 … 1 but found 500/,
  );
});

Deno.test("texts that do not fit are refused before a picture is encoded and a LoRA is trained", async () => {
  const model = await openModel();
  await using runtime = await openRuntime({ provider: "cpu" });
  const told: StageProgress[] = [];
  const options = { runtime, onProgress: (p: StageProgress) => void told.push(p), ...numbers };
  const prompt = { ...source.prompt, negative: normalTensor([1, 4, 32], 3), guidance: 2 };
  await assert.rejects(invertPicture(model, { ...source, prompt }, options), {
    message: "Expected a text [1, 5, 32] but found [1, 4, 32].",
  });
  assert.deepEqual([told, runtime.liveSessions], [[], 0]);
});
