import assert from "node:assert/strict";
import { join } from "node:path";
import { openDiffusionFolder } from "../../../lib/generators/diffusion/folder.ts";
import { InputError } from "../../../lib/errors.ts";
import { readNetwork } from "../../../lib/train/faces/model_folder.ts";
import { samplePictures } from "../../../lib/train/faces/samples.ts";
import { type FacesSettings, facesSettings } from "../../../lib/train/faces/settings.ts";
import {
  type FacesProgress,
  trainFaces,
  type TrainFacesOptions,
} from "../../../lib/train/faces/train_faces.ts";
import { temporaryFolder } from "../../cli/temporary_folder.ts";
import { smallProgan } from "../../small_progan.ts";
import { tinyRuntime, tinySettings } from "./tiny.ts";

const openGenerator = (): Promise<ReturnType<typeof smallProgan>> => Promise.resolve(smallProgan());
const unwanted = (): never => assert.fail("no picture is wanted");

Deno.test("a model is trained from nothing but a generator, and opens as any diffusers folder", async () => {
  await using runtime = await tinyRuntime();
  using folder = temporaryFolder();
  const seen: FacesProgress[] = [];
  const options: TrainFacesOptions = {
    runtime,
    openGenerator,
    folder: folder.at("training"),
    onProgress: (each) => seen.push(each),
  };
  assert.equal(await trainFaces(tinySettings(), options), true);
  const last = (stage: string): number[] =>
    seen.filter((each) => each.stage === stage).map(({ done }) => done);
  assert.deepEqual([last("pictures").at(-1), last("vae"), last("unet")], [3, [1, 2], [1, 2]]);
  const model = await openDiffusionFolder(folder.at("training", "model"));
  assert.equal(model.text, undefined);
  assert.ok(model.vae.config.scalingFactor > 0 && model.vae.config.scalingFactor !== 0.18215);
  const pictures = await samplePictures(runtime, model, { count: 3, steps: 2, seed: 1, side: 32, batch: 2 });
  assert.deepEqual(pictures.shape, [3, 3, 64, 64]);
  assert.ok(pictures.data.every(Number.isFinite));
  assert.equal((await readNetwork(folder.at("training", "model"), "unet")).step, 2);

  const longer = { ...tinySettings(), unet: { ...tinySettings().unet, steps: 3 } };
  seen.length = 0;
  assert.equal(await trainFaces(longer, options), true);
  assert.deepEqual(last("unet"), [3], "more steps go on from those that there are");

  const from = folder.at("training", "model");
  const next = { ...options, folder: folder.at("next"), from };
  seen.length = 0;
  assert.equal(await trainFaces({ ...longer, unet: { ...longer.unet, steps: 4 } }, next), true);
  assert.deepEqual([last("vae"), last("unet")], [[], [4]], "weights alone are enough");
  assert.deepEqual(
    (await readNetwork(folder.at("next", "model"), "vae")).weights,
    (await readNetwork(from, "vae")).weights,
  );
});

Deno.test("a training from another model's weights goes on with its autoencoder, named again or not", async () => {
  await using runtime = await tinyRuntime();
  using folder = temporaryFolder();
  const from = folder.at("from", "model");
  const options = { runtime, openGenerator, folder: folder.at("from") };
  await trainFaces(tinySettings(), options);
  const settings = { ...tinySettings(), unet: { ...tinySettings().unet, steps: 5 } };
  const [whole, stopped] = [folder.at("whole"), folder.at("stopped")];
  await trainFaces(settings, { ...options, folder: whole, from });
  const stop = new AbortController();
  const onProgress = ({ stage }: FacesProgress): void =>
    stage === "unet" ? stop.abort(new Error("enough")) : undefined;
  await assert.rejects(
    trainFaces(settings, { ...options, folder: stopped, from, signal: stop.signal, onProgress }),
    /enough/,
  );
  const seen: string[] = [];
  const going = {
    ...options,
    folder: stopped,
    onProgress: ({ stage, done }: FacesProgress) => seen.push(`${stage} ${done}`),
  };
  assert.equal(await trainFaces(settings, going), true);
  assert.deepEqual(seen.filter((each) => !each.startsWith("pictures")), ["unet 4", "unet 5"]);
  for (const name of ["unet", "vae"] as const) {
    assert.deepEqual(
      await readNetwork(join(stopped, "model"), name),
      await readNetwork(join(whole, "model"), name),
    );
  }
});

Deno.test("latents of an autoencoder with another config are others, though its weights are the same", async () => {
  await using runtime = await tinyRuntime();
  using folder = temporaryFolder();
  const options = { runtime, openGenerator, folder: folder.at("from") };
  await trainFaces(tinySettings(), options);
  const going = { ...options, folder: folder.at("going"), from: folder.at("from", "model") };
  const unet = { ...tinySettings().unet, steps: 3 };
  await trainFaces({ ...tinySettings(), unet }, going);
  const { vae } = tinySettings();
  const grouped = { ...tinySettings(), unet, vae: { ...vae, config: { ...vae.config, norm_num_groups: 4 } } };
  await assert.rejects(trainFaces(grouped, going), /unet\.checkpoint\.safetensors.* found/);
});

Deno.test("a training whose time is over says so, whatever its stage", async () => {
  await using runtime = await tinyRuntime();
  using folder = temporaryFolder();
  const options = { runtime, openGenerator, folder: folder.at(".") };
  const now = (): TrainFacesOptions => ({ ...options, until: performance.now() });
  assert.equal(await trainFaces(tinySettings(), now()), false, "no pictures yet");
  const stop = new AbortController();
  const onProgress = ({ stage }: FacesProgress): void =>
    stage === "vae" ? stop.abort(new Error("enough")) : undefined;
  await assert.rejects(trainFaces(tinySettings(), { ...options, signal: stop.signal, onProgress }), /enough/);
  assert.equal((await readNetwork(folder.at("model"), "vae")).step, 1, "what it came to is there, too");
  assert.equal(await trainFaces(tinySettings(), now()), false, "the autoencoder is done, the U-Net is not");
  assert.equal(await trainFaces(tinySettings(), options), true);
});

Deno.test("weights beyond float16 end the training before a checkpoint has them", async () => {
  await using runtime = await tinyRuntime();
  using folder = temporaryFolder();
  const options = { runtime, openGenerator, folder: folder.at(".") };
  const wild = tinySettings({ vae: { steps: 1, learningRate: 1e6, warmUp: 0 } });
  await assert.rejects(trainFaces(wild, options), (e) => {
    assert.ok(e instanceof Error && !(e instanceof InputError), String(e));
    assert.match(
      e.message,
      /^vae: The average of \S+ became -?\d+.* at step 0, more than float16 holds; try/,
    );
    return true;
  });
  assert.deepEqual([...Deno.readDirSync(folder.at("."))].map(({ name }) => name), ["pictures"]);
  assert.equal(await trainFaces(tinySettings(), options), true, "a smaller rate starts from sound weights");
});

Deno.test("networks to go on from are read, and fit the settings, before any picture is made", async () => {
  await using runtime = await tinyRuntime();
  using folder = temporaryFolder();
  const from = folder.at("from", "model");
  const refused = async (settings: FacesSettings, message: RegExp): Promise<void> => {
    const options = { runtime, openGenerator: unwanted, folder: folder.at("out"), from };
    await assert.rejects(trainFaces(settings, options), (e) => {
      assert.ok(e instanceof InputError, String(e));
      assert.match(e.message, message);
      return true;
    });
    await assert.rejects(Deno.stat(folder.at("out")), Deno.errors.NotFound);
  };
  await refused(tinySettings(), /trained here at .*from.model.vae.*\.safetensors but found nothing there/);
  await trainFaces(tinySettings(), { runtime, openGenerator, folder: folder.at("from") });
  const { vae, unet, ...rest } = tinySettings();
  const wider = (config: object): object => ({ ...config, block_out_channels: [4, 8] });
  await refused(
    facesSettings({ ...rest, unet, vae: { ...vae, config: wider(vae.config) } }),
    /from.model.vae.*: Expected the tensor encoder.down_blocks.1\S+ \[8.*\] but found \[4/,
  );
  await refused(
    facesSettings({ ...rest, vae, unet: { ...unet, config: wider(unet.config) } }),
    /from.model.unet.*: Expected the tensor time_embedding.\S+ \[16, 4\] but found \[32, 8\]/,
  );
  Deno.removeSync(join(from, "unet", "diffusion_pytorch_model.safetensors"));
  await refused(tinySettings(), /from.model.unet.*\.safetensors but found nothing there/);
});
