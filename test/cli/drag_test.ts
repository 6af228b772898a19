import assert from "node:assert/strict";
import { decodeImage } from "../../lib/formats/image.ts";
import { decodeNpy } from "../../lib/formats/npy.ts";
import { readDragRecord } from "../../lib/drag/read_record.ts";
import { isThere } from "../../lib/hub/is_there.ts";
import { fixtureJson } from "../fixtures.ts";
import { assertEqualDrags, linesIn, names, RESULTS } from "./drag_folder.ts";
import { LATENT, MODEL, specWith } from "./specs.ts";
import { outcome, runCli, runCliOnFullDisk, start } from "./run_cli.ts";
import { stopProgramWhen } from "./stop_at.ts";
import { temporaryFolder } from "./temporary_folder.ts";

/** A drag that does not arrive. */
const FAR = { points: [{ handle: [36, 34], target: [4, 60] }] };

/** Starts a drag and sends it a signal as soon as it recorded `lines` steps. */
async function stopAt(
  lines: number,
  signal: Deno.Signal,
  spec: string,
  out: string,
): Promise<{ status: number; stderr: string }> {
  const child = start(["drag", spec, "--out", out, "--threads", "1"]);
  let running = true;
  const ended = outcome(child).finally(() => running = false);
  while (running && linesIn(`${out}/steps.jsonl`) < lines) await new Promise((wake) => setTimeout(wake, 3));
  assert.ok(running, `The drag ended before step ${lines}.`);
  child.kill(signal);
  return await ended;
}

interface OfficialRecord {
  readonly steps: readonly { readonly points: readonly [number, number][]; readonly loss: number }[];
}

Deno.test("a drag leaves its record, latent and pictures, and they are DragGAN's", async () => {
  using folder = temporaryFolder();
  const spec = folder.write("spec.json", specWith());
  const out = folder.at("deep", "out");
  const { status, stdout, stderr } = await runCli("drag", spec, "--out", out, "--provider", "cpu");
  assert.equal(status, 0, stderr);
  assert.equal(stdout, "");
  assert.match(stderr, /^draggan step 0\/12: 10\.3 px to go, confidence 1\.00\n/);
  assert.deepEqual(names(out), RESULTS);
  const record = await readDragRecord(out);
  const official = fixtureJson<OfficialRecord>("a64/draggan.json").steps;
  assert.deepEqual(
    record.steps.map(({ handles }) => handles),
    official.map(({ points }) => points.map(([y, x]) => [x, y])),
  );
  record.steps.forEach(({ loss }, k) => assert.ok(Math.abs(loss! - official[k]!.loss) < 1e-5));
  assert.deepEqual(record.spec, specWith());
  assert.equal(record.provider, "cpu");
  assert.equal(record.arrived, false);
  assert.deepEqual(decodeNpy(Deno.readFileSync(`${out}/latent.npy`)).shape, [1, 10, 64]);
  const { width, height } = decodeImage(Deno.readFileSync(`${out}/after.png`));
  assert.deepEqual([width, height], [64, 64]);

  const rendered = folder.at("after.png");
  await runCli("render", "--model", MODEL, "--latent", `${out}/latent.npy`, "--out", rendered);
  assert.deepEqual(Deno.readFileSync(rendered), Deno.readFileSync(`${out}/after.png`));

  const again = await runCli("drag", spec, "--out", out, "--provider", "cpu");
  assert.equal(again.status, 0);
  assert.match(again.stderr, /holds this drag already, finished/);
  const other = folder.write("other.json", specWith({ steps: 3 }));
  const refused = await runCli("drag", other, "--out", out, "--provider", "cpu");
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /^error: Expected .* found one with another spec\.steps; [^\n]+\n$/);
  assert.equal((await runCli("drag", other, "--out", out, "--provider", "cpu", "--overwrite")).status, 0);
  assert.equal((await readDragRecord(out)).steps.length, 3);
});

Deno.test("a drag that arrives ends with a line that says so", async () => {
  using folder = temporaryFolder();
  const spec = folder.write("spec.json", specWith({ points: [{ handle: [21, 33], target: [21, 34] }] }));
  const { status, stderr } = await runCli("drag", spec, "--out", folder.at("out"), "--threads", "1");
  assert.equal(status, 0, stderr);
  const { steps, arrived } = await readDragRecord(folder.at("out"));
  assert.equal(arrived, true);
  assert.equal(steps.at(-1)!.stopped, true);
  assert.equal(steps.at(-1)!.loss, undefined);
});

Deno.test("a drag killed at any moment goes on to an equal end, and so does one interrupted", async () => {
  using folder = temporaryFolder();
  const spec = folder.write("spec.json", specWith({ ...FAR, steps: 120, method: "stabledrag" }));
  const [whole, killed] = [folder.at("whole"), folder.at("killed")];
  const command = (out: string): string[] => ["drag", spec, "--out", out, "--threads", "1"];
  await runCli(...command(whole));
  await stopAt(1, "SIGKILL", spec, killed);
  await stopAt(27, "SIGKILL", spec, killed);
  assert.ok(!names(killed).includes("record.json"));
  const interrupted = await stopAt(70, "SIGINT", spec, killed);
  assert.equal(interrupted.status, 130);
  assert.match(
    interrupted.stderr,
    /\nerror: Stopped after step \d+; the same command goes on from there\.\n$/,
  );
  const last = await runCli(...command(killed));
  assert.equal(last.status, 0, last.stderr);
  assert.match(last.stderr, /^Continuing at step \d+ of 120\.\n/);
  assertEqualDrags(killed, whole);
});

Deno.test("an overwriting drag that is interrupted goes on by the same command without --overwrite, as it says", async () => {
  using folder = temporaryFolder();
  const spec = folder.write("spec.json", specWith({ ...FAR, steps: 120 }));
  const command = ["drag", spec, "--out", folder.at("out"), "--threads", "1"];
  const begun = (told: string): boolean => told.includes("draggan step 0/120");
  await stopProgramWhen(begun, "SIGKILL", start(command));
  const { status, stderr } = await stopProgramWhen(begun, "SIGINT", start([...command, "--overwrite"]));
  assert.equal(status, 130);
  assert.match(
    stderr,
    /^draggan step 0\/120[^]*\nerror: Stopped after step \d+; the same command without --overwrite goes on from there\.\n$/,
  );
  const last = await runCli(...command);
  assert.match(last.stderr, /^Continuing at step \d+ of 120\.\n/);
  assert.equal((await readDragRecord(folder.at("out"))).steps.length, 120);
});

Deno.test("a folder that cannot be written is refused before any work", async () => {
  using folder = temporaryFolder();
  const spec = folder.write("spec.json", specWith());
  const { status, stderr } = await runCli("drag", spec, "--out", `${spec}/out`, "--provider", "cpu");
  assert.equal(status, 2);
  assert.match(stderr, /^error: Expected a folder that can be written at .*: Not a directory\.\n$/);
  assert.deepEqual(names(folder.at()), ["spec.json"]);
});

Deno.test("a folder with a file that a drag would replace is left alone", async () => {
  using folder = temporaryFolder();
  Deno.copyFileSync(LATENT, folder.at("latent.npy"));
  const spec = folder.write("spec.json", specWith({ latent: "latent.npy" }));
  const { status, stderr } = await runCli("drag", spec, "--out", folder.at(), "--provider", "cpu");
  assert.equal(status, 2);
  assert.match(stderr, /^error: Expected .* without latent\.npy, which the drag would replace; [^\n]+\n$/);
  const again = await runCli("drag", spec, "--out", folder.at(), "--provider", "cpu", "--overwrite");
  assert.equal(again.status, 2);
  assert.match(
    again.stderr,
    /^error: latent: Expected a file that the drag does not replace but found latent\.npy, /,
  );
  assert.deepEqual(Deno.readFileSync(folder.at("latent.npy")), Deno.readFileSync(LATENT));
  assert.deepEqual(names(folder.at()), ["latent.npy", "spec.json"]);
});

Deno.test("a full disk fails with one sentence and leaves no partial file; the drag goes on later", async () => {
  using folder = temporaryFolder();
  const spec = folder.write("spec.json", specWith());
  const out = folder.at("out");
  const command = ["drag", spec, "--out", out, "--threads", "1"];
  const { status, stderr } = await runCliOnFullDisk(8, ...command);
  assert.equal(status, 1);
  assert.match(stderr, /error: Could not write .*state\.safetensors: File too large\.\n$/);
  assert.deepEqual(names(out), ["state.safetensors", "steps.jsonl"]);
  Deno.readTextFileSync(`${out}/steps.jsonl`).trimEnd().split("\n").forEach((line) => JSON.parse(line));
  assert.equal((await runCli(...command)).status, 0);
  assert.deepEqual(names(out), RESULTS);
});

Deno.test("a drag in windows and one in whole maps leave the same, and the preview shows the last picture", async () => {
  using folder = temporaryFolder();
  const [windows, whole] = [
    folder.write("w.json", specWith()),
    folder.write("f.json", specWith({ fullFrame: true })),
  ];
  const [a, b, preview] = [folder.at("a"), folder.at("b"), folder.at("now.png")];
  await runCli("drag", windows, "--out", a, "--provider", "cpu", "--preview", preview);
  await runCli("drag", whole, "--out", b, "--provider", "cpu");
  assertEqualDrags(a, b);
  assert.deepEqual(Deno.readFileSync(preview), Deno.readFileSync(`${a}/after.png`));
});

/** Puts a folder in the place of a file that is written over and over. */
async function placeFolder(path: string): Promise<void> {
  for (;;) {
    await Deno.remove(path);
    if (await Deno.mkdir(path).then(() => true, () => false)) return;
  }
}

Deno.test("a preview that cannot be written any more is told of, and the drag has its pictures", async () => {
  using folder = temporaryFolder();
  const preview = folder.at("now.png");
  const spec = folder.write("spec.json", specWith({ steps: 60 }));
  const ended = outcome(start(["drag", spec, "--out", folder.at("out"), "--preview", preview]));
  while (!await isThere(preview)) await new Promise((wake) => setTimeout(wake, 3));
  await placeFolder(preview);
  const { status, stderr } = await ended;
  assert.match(stderr, /\nCould not write .*now\.png: Is a directory\.\n$/);
  assert.equal(status, 0);
  assert.deepEqual(names(folder.at("out")), RESULTS);
});

Deno.test("--explain says what a step computes and why, and drags nothing", async () => {
  using folder = temporaryFolder();
  const explain = (fields: Record<string, unknown>): ReturnType<typeof runCli> =>
    runCli("drag", folder.write("spec.json", specWith(fields)), "--explain", "--provider", "cpu");
  const windows = await explain({});
  assert.equal(windows.status, 0, windows.stderr);
  assert.match(windows.stdout, /^A step computes block 4 in windows:\n {2}block 0 of 4 × 4: whole\n/);
  assert.match(windows.stdout, / px: 0\.\d\d \(chosen\)/);
  const whole = await explain({ fullFrame: true });
  assert.match(whole.stdout, /^A step computes whole maps up to block 4, 0\.\d\d GFLOP a forward pass\.\n$/);
});
