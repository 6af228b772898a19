import assert from "node:assert/strict";
import { encodePng } from "../../lib/formats/image.ts";
import { invertIntoFolder } from "../../lib/inversion/invert_into_folder.ts";
import { type InversionJob } from "../../lib/inversion/open_inversion.ts";
import { checkInputsStay } from "../../lib/hub/check_inputs_stay.ts";
import { heldOfInversion } from "../../lib/inversion/inversion_folder.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { MODEL } from "../cli/specs.ts";
import { type TemporaryFolder, temporaryFolder } from "../cli/temporary_folder.ts";
import { writeInversion } from "../generators/write_inversion.ts";

const grey = (width: number, height: number): Uint8Array =>
  encodePng({ width, height, data: new Uint8ClampedArray(4 * width * height).fill(99) });

/** A folder `out/` of an inversion with files in it that another one could read. */
async function prepare(folder: TemporaryFolder): Promise<string> {
  const out = await writeInversion(folder.at("out"), MODEL);
  folder.write("out/aligned.png", grey(16, 16));
  Deno.mkdirSync(folder.at("out/stages"));
  folder.write("out/stages/kept.png", grey(16, 16));
  folder.write("square.png", grey(16, 16));
  folder.write("oblong.png", grey(16, 12));
  await writeInversion(folder.at("next"), out);
  return out;
}

/** Fails unless an inversion that overwrites `out/` is refused and leaves all that is there. */
async function refused(job: InversionJob, message: RegExp): Promise<void> {
  const names = (): string[] => [...Deno.readDirSync(job.folder)].map(({ name }) => name).sort();
  const before = names();
  await assert.rejects(invertIntoFolder(job, { overwrite: true }), message);
  assert.deepEqual(names(), before);
}

Deno.test("an inversion that cannot be made again stays", async () => {
  using folder = temporaryFolder();
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const out = await prepare(folder);
  const job = {
    photograph: folder.at("square.png"),
    model: MODEL,
    folder: out,
    runtime,
    threads: 1,
    versions: {},
  };
  await refused(
    { ...job, photograph: folder.at("oblong.png"), settings: { crop: "none" } },
    /^InputError: Expected a square picture/,
  );
  await refused({ ...job, settings: {} }, /^InputError: Expected a face/);
  await refused({ ...job, settings: { crop: "none", class: 1 } }, /^InputError: Expected no class/);
});

Deno.test("an inversion that would replace what it reads is refused by the option's name", async () => {
  using folder = temporaryFolder();
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const out = await prepare(folder);
  const settings = { crop: "none" };
  const job = {
    photograph: folder.at("square.png"),
    model: MODEL,
    folder: out,
    settings,
    runtime,
    threads: 1,
    versions: {},
  };
  const read = (option: string): RegExp =>
    new RegExp(
      `^InputError: ${option}: Expected a file that the inversion does not replace but found .*out/`,
    );
  Deno.symlinkSync(out, folder.at("link"));
  for (const name of ["out/aligned.png", "out/stages/kept.png", "link/aligned.png"]) {
    await refused({ ...job, photograph: folder.at(name) }, /^InputError: photograph: Expected a file that/);
  }
  for (const model of [out, folder.at("next")]) await refused({ ...job, model }, read("--model"));
  await refused({ ...job, settingsFile: folder.at("out/inversion.json") }, read("--settings"));
  const lpips = [folder.at("square.png"), folder.at("out/weights.safetensors")];
  const stays = async (results: string): Promise<void> =>
    await checkInputsStay("inversion", { "--lpips": lpips }, await heldOfInversion(results));
  await assert.rejects(stays(out), read("--lpips"));
  await stays(folder.at("next"));
});
