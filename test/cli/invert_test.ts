import assert from "node:assert/strict";
import { pictureOf } from "../../lib/figures/picture.ts";
import { encodePng } from "../../lib/formats/image.ts";
import { fixtureArray, rows } from "../fixtures.ts";
import { outcome, repositoryPath, runCli, start } from "./run_cli.ts";
import { stopProgramWhen } from "./stop_at.ts";
import { type TemporaryFolder, temporaryFolder } from "./temporary_folder.ts";

const MODEL = repositoryPath("test/fixtures/a64/model.pkl");

/** A generated face as a photograph, and few steps. */
function prepare(folder: TemporaryFolder): { photograph: string; settings: string } {
  const face = encodePng(pictureOf(rows(fixtureArray("faces/image"), 1)));
  return {
    photograph: folder.write("photo.png", face),
    settings: folder.write("settings.json", { steps: 6, tuningSteps: 30, meanSamples: 100 }),
  };
}

const argumentsOf = (photograph: string, settings: string, out: string): string[] =>
  ["invert", photograph, "--out", out, "--model", MODEL, "--settings", settings, "--threads", "1"]
    .concat(["--provider", "cpu"]);

/** All files of a folder by their names. */
const filesIn = (folder: string): Map<string, Uint8Array> =>
  new Map(
    [...Deno.readDirSync(folder)].map(({ name }) => name).sort()
      .map((name) => [name, Deno.readFileSync(`${folder}/${name}`)]),
  );

const FILES = [
  ...["aligned.png", "inversion.json", "inverted.png", "latent.npy", "loss.png", "loss.svg", "losses.jsonl"],
  ...["neighbour.png", "sheet.png", "tuned.png", "weights.safetensors"],
];

Deno.test("an inversion that was stopped and killed goes on to equal files, which drags and reports take", async () => {
  using folder = temporaryFolder();
  const { photograph, settings } = prepare(folder);
  const [whole, killed] = [folder.at("whole"), folder.at("killed")];
  const done = await runCli(...argumentsOf(photograph, settings, whole));
  assert.equal(done.status, 0, done.stderr);
  assert.match(
    done.stdout,
    /Difference of pixels [\d.]+, after tuning [\d.]+; of looks .*stand-in for LPIPS/,
  );
  assert.deepEqual([...filesIn(whole).keys()], FILES);

  const toldOf = (words: string) => (told: string): boolean => told.includes(words);
  const starting = (): Deno.ChildProcess => start(argumentsOf(photograph, settings, killed));
  const stopped = await stopProgramWhen(toldOf("find a start 1/1"), "SIGINT", starting());
  assert.equal(stopped.status, 130);
  assert.match(
    stopped.stderr,
    /Stopped in \w[\w ]+ after step \d+ of \d+; the same command goes on from there/,
  );
  await stopProgramWhen(toldOf("optimise the latent 6/6"), "SIGKILL", starting());
  assert.deepEqual([...Deno.readDirSync(killed)].map(({ name }) => name), ["stages"]);
  assert.equal((await outcome(start(argumentsOf(photograph, settings, killed)))).status, 0);
  assert.deepEqual(filesIn(killed), filesIn(whole));

  const again = await runCli(...argumentsOf(photograph, settings, whole));
  assert.match(again.stderr, /holds this inversion already, finished/);
  const other = await runCli(...argumentsOf(photograph, settings, whole), "--seed", "1");
  assert.equal(other.status, 2);
  assert.match(
    other.stderr,
    /found one with another settings.seed; choose another folder or add --overwrite/,
  );
  await overwrites(argumentsOf(photograph, settings, killed));
  assert.deepEqual(filesIn(killed), filesIn(whole));
  await drags(folder, whole);
});

/** Stops an inversion that is made again, and goes on with it as it says. */
async function overwrites(command: readonly string[]): Promise<void> {
  const begun = (told: string): boolean => told.includes("find a start 1/1");
  const { stderr } = await stopProgramWhen(begun, "SIGINT", start([...command, "--overwrite"]));
  assert.match(stderr, /after step \d+ of \d+; the same command without --overwrite goes on from there\.\n$/);
  const { status, stderr: told } = await runCli(...command);
  assert.equal(status, 0, told);
  assert.match(told, /find a start 1\/1: kept from before/);
}

/** Drags the inverted picture, whose latent is the default, and reports on both. */
async function drags(folder: TemporaryFolder, inversion: string): Promise<void> {
  const points = [{ handle: [30, 30], target: [34, 30] }];
  const spec = folder.write("spec.json", { model: "whole", points, steps: 2, method: "draggan" });
  const out = folder.at("drag");
  const dragged = await runCli("drag", spec, "--out", out, "--threads", "1", "--provider", "cpu");
  assert.equal(dragged.status, 0, dragged.stderr);
  assert.deepEqual(Deno.readFileSync(`${out}/before.png`), Deno.readFileSync(`${inversion}/tuned.png`));
  const report = folder.at("report.html");
  const reported = await runCli("report", inversion, out, "--out", report);
  assert.equal(reported.status, 0, reported.stderr);
  assert.match(Deno.readTextFileSync(report), /<h2>Inversion of photo.png<\/h2>/);

  Deno.writeFileSync(`${inversion}/weights.safetensors`, Deno.readFileSync(`${inversion}/latent.npy`));
  const broken = await runCli("drag", spec, "--out", folder.at("next"));
  assert.equal(broken.status, 2);
  assert.match(broken.stderr, /weights.safetensors: .*Expected/);
}

Deno.test("a wrong command line of an inversion gets one sentence and status 2, and nothing is written", async () => {
  using folder = temporaryFolder();
  const { photograph, settings } = prepare(folder);
  const grey = folder.write(
    "grey.png",
    encodePng({ width: 60, height: 40, data: new Uint8ClampedArray(9600).fill(99) }),
  );
  const unknown = folder.write("unknown.json", { step: 3 });
  const before = filesIn(folder.at("."));
  const refused = async (path: string, args: readonly string[], message: RegExp): Promise<void> => {
    const { status, stderr } = await runCli(...argumentsOf(path, settings, folder.at("out")), ...args);
    assert.equal(status, 2, stderr);
    assert.match(stderr, message);
    assert.equal(stderr.trim().split("\n").length, 1, stderr);
  };
  await refused(folder.at("none.png"), [], /Expected a photograph at .*none.png but found nothing there/);
  await refused(settings, [], /settings.json: image: Expected the first bytes of a PNG or JPEG/);
  await refused(photograph, ["--settings", unknown], /unknown.json: Expected no field "step"/);
  await refused(photograph, ["--space", "z"], /Expected a space w or w\+ of this generator but found z/);
  await refused(photograph, ["--lpips", settings], /settings.json: .*Expected/);
  await refused(grey, [], /Expected a face in the photograph but found none; --no-align takes it as it is/);
  await refused(grey, ["--no-align", "--face", "1"], /Expected no face where .*\(--no-align.*but found 1\./);
  await refused(
    grey,
    ["--no-align"],
    /Expected a square picture where it is not aligned but found one of 40 × 60/,
  );
  // Told before the face is looked for, of which there is none.
  await refused(
    grey,
    ["--out", settings],
    /Expected a folder that can be written at .*settings\.json but found: /,
  );
  assert.deepEqual(filesIn(folder.at(".")), before);
});
