import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { type StageOptions } from "../../lib/edit/stage.ts";
import { encodeSafetensors } from "../../lib/formats/safetensors.ts";
import { type InvertedPhotograph, invertPhotograph } from "../../lib/inversion/invert_photograph.ts";
import { inversionSettings } from "../../lib/inversion/settings.ts";
import { inversionSpace } from "../../lib/inversion/space.ts";
import { openRuntime, type Runtime } from "../../lib/runtime/runtime.ts";
import { type TemporaryFolder, temporaryFolder } from "../cli/temporary_folder.ts";
import { SMALL_GANS, smallSubject } from "./small_subject.ts";

const runtimeOfTests = (): Promise<Runtime> => openRuntime({ provider: "cpu", threads: 1 });

const invert = async (
  runtime: Runtime,
  options: StageOptions = {},
  json: object = {},
): Promise<InvertedPhotograph> =>
  await invertPhotograph(await smallSubject("stylegan2", runtime, json), options);

for (const family of ["progan", "stylegan2"] as const) {
  Deno.test(`the picture of a ${family} comes nearer to the photograph: latent first, then weights`, async () => {
    await using runtime = await runtimeOfTests();
    const subject = await smallSubject(family, runtime, { tuningRate: 3e-3 });
    const { start, pivot, tuned, losses, latent, weights } = await invertPhotograph(subject, {});
    assert.ok(pivot.distances.loss < 0.9 * start.distances.loss, `${pivot.distances.loss}`);
    assert.ok(tuned.distances.loss < 0.98 * pivot.distances.loss, `${tuned.distances.loss}`);
    assert.deepEqual([losses.pivot.length, losses.tuning.length], [12, 8]);
    assert.ok(Math.abs(losses.tuning[0]! - pivot.distances.loss) < 1e-5, "the tuning begins at the pivot");
    assert.deepEqual(latent.shape, subject.gan.generator(subject.gan.weights).latentShape);
    const changed = new Set([...subject.gan.tunable, ...subject.gan.noiseMaps]);
    assert.deepEqual(new Set(weights.keys()), changed);
  });
}

Deno.test("one w for all layers is a space too, and without tuning the weights stay", async () => {
  await using runtime = await runtimeOfTests();
  const { latent, weights, pivot, tuned } = await invert(runtime, {}, {
    space: "w",
    tuningSteps: 0,
    steps: 3,
  });
  const [, rows, size] = latent.shape as [number, number, number];
  const first = [...latent.data.subarray(0, size) as Float32Array];
  assert.deepEqual([...latent.data.subarray((rows - 1) * size) as Float32Array], first);
  assert.ok([...weights.keys()].every((name) => name.endsWith(".noise_const")));
  assert.deepEqual(tuned.picture, pivot.picture);
});

/** Inverts until `done` steps of a stage are made, and is stopped then. */
async function stopped(
  runtime: Runtime,
  folder: TemporaryFolder,
  stage: string,
  done: number,
): Promise<void> {
  const stop = new AbortController();
  const stopping = invert(runtime, {
    cache: folder.at("."),
    signal: stop.signal,
    onProgress: (now) =>
      now.stage === stage && now.done === done ? stop.abort(new Error("enough")) : undefined,
  });
  await assert.rejects(stopping, /enough/);
}

Deno.test("an inversion that was stopped twice ends as one that was not, bit by bit", async () => {
  await using runtime = await runtimeOfTests();
  using folder = temporaryFolder();
  const whole = await invert(runtime);
  await stopped(runtime, folder, "pivot", 5);
  await stopped(runtime, folder, "tuning", 3);
  const parts = await invert(runtime, { cache: folder.at(".") });
  assert.deepEqual(parts.losses, whole.losses);
  assert.deepEqual(encodeSafetensors(parts.weights), encodeSafetensors(whole.weights));
  assert.deepEqual(parts, whole);
});

Deno.test("a stage's file of something else is refused by name", async () => {
  await using runtime = await runtimeOfTests();
  using folder = temporaryFolder();
  await stopped(runtime, folder, "pivot", 5);
  const { name } = [...Deno.readDirSync(folder.at("."))].find((entry) => entry.name.startsWith("pivot-"))!;
  const bytes = Deno.readFileSync(folder.at(name));
  Deno.writeFileSync(folder.at(name), bytes.subarray(0, bytes.length - 8));
  await assert.rejects(invert(runtime, { cache: folder.at(".") }), (error) => {
    assert.ok(error instanceof InputError && error.message.includes(name), String(error));
    return true;
  });
});

Deno.test("a space that the generator has not, and settings that are unknown, are refused", () => {
  const gan = SMALL_GANS.progan();
  const wrong = (): unknown => inversionSpace(gan, gan.generator(gan.weights), { space: "w+" });
  assert.throws(wrong, /Expected a space z of this generator but found w\+/);
  assert.throws(() => inversionSettings({ learning_rate: 1 }, "progan"), /Expected no field "learning_rate"/);
  assert.throws(() => inversionSettings({ steps: 0 }, "progan"), /steps: Expected more than 0 but found 0/);
  assert.throws(
    () => inversionSettings({ crop: "oval" }, "progan"),
    /crop: Expected one of celeba, ffhq, none but found "oval"/,
  );
});

Deno.test("settings that would change nothing with a generator are refused, and defaults are not", () => {
  const refused = (json: object, family: "progan" | "stylegan2", message: string): void =>
    assert.throws(() => inversionSettings(json, family), { name: "InputError", message });
  const foreign = (name: string, whose: string, found: string): string =>
    `Expected no setting "${name}", which is for ${whose}, but found ${found}.`;
  refused({ class: 0 }, "progan", foreign("class", "StyleGAN2s", "0 with a ProGAN"));
  refused({ meanSamples: 9 }, "progan", foreign("meanSamples", "StyleGAN2s", "9 with a ProGAN"));
  refused({ noiseRegularity: 0 }, "progan", foreign("noiseRegularity", "StyleGAN2s", "0 with a ProGAN"));
  refused({ starts: 9 }, "stylegan2", foreign("starts", "ProGANs", "9 with a StyleGAN2"));
  const unaligned =
    'Expected no face where the photograph is not aligned (--no-align, crop "none") but found 1.';
  refused({ crop: "none", face: 1 }, "progan", unaligned);
  const { class: label, ...written } = inversionSettings({}, "progan");
  assert.equal(label, undefined);
  assert.deepEqual(inversionSettings({ ...written, crop: "none" }, "progan").starts, written.starts);
});
