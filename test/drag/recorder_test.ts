import assert from "node:assert/strict";
import { type DragStep } from "../../lib/drag/state.ts";
import { InputError } from "../../lib/errors.ts";
import { type Provenance } from "../../lib/drag/provenance.ts";
import { Recorder, type RecorderOptions } from "../../lib/drag/recorder.ts";
import { float32 } from "../../lib/tensor.ts";
import { specWith } from "../cli/specs.ts";
import { type TemporaryFolder, temporaryFolder } from "../cli/temporary_folder.ts";

const provenance: Provenance = {
  spec: specWith(),
  sha256: { model: "m", latent: "l" },
  versions: { deno: "2" },
  provider: "cpu",
  threads: 1,
};

/** A step of an imagined drag. */
const stepAt = (step: number, stopped = false): DragStep => ({
  step,
  handles: [[step / 3, 7]],
  distances: [9 - step],
  confidence: [1],
  supervisedBy: ["current"],
  scores: float32([1, 1, 1], [0]),
  ...(stopped ? {} : { loss: 0.5 }),
  stopped,
  state: {
    step: stopped ? step : step + 1,
    handles: [[step / 3, 7]],
    variable: float32([1, 2], [step, -step]),
    adam: { count: step + 1, mean: Float32Array.of(step, 1), square: Float32Array.of(step, 2) },
  },
});

async function open(folder: TemporaryFolder, options?: RecorderOptions): Promise<Recorder> {
  const recorder = await Recorder.open(folder.at(), provenance, options);
  assert.ok(recorder !== "finished");
  return recorder;
}

const linesIn = (folder: TemporaryFolder): number =>
  Deno.readTextFileSync(folder.at("steps.jsonl")).split("\n").length - 1;

Deno.test("a drag goes on from the state that was recorded last, bit by bit", async () => {
  using folder = temporaryFolder();
  const recorder = await open(folder);
  assert.equal(recorder.checkpoint.state, undefined);
  for (const step of [0, 1, 2]) await recorder.add(stepAt(step), 0.25);
  const { checkpoint } = await open(folder);
  assert.deepEqual(checkpoint, recorder.checkpoint);
  assert.deepEqual(checkpoint.state, stepAt(2).state);
  assert.deepEqual(checkpoint.seconds, [0.25, 0.25, 0.25]);
});

Deno.test("what a killed run left beyond its last state is removed", async () => {
  using folder = temporaryFolder();
  const recorder = await open(folder);
  await recorder.add(stepAt(0), 1);
  folder.write("state.safetensors.01234567.part", "half");
  Deno.writeTextFileSync(folder.at("steps.jsonl"), '{"step":1,"handles":[]}\n{"st', { append: true });
  await open(folder);
  assert.equal(linesIn(folder), 1);
  assert.throws(() => Deno.statSync(folder.at("state.safetensors.01234567.part")), Deno.errors.NotFound);
});

Deno.test("a step that ended the drag is found again after a kill, not recorded twice", async () => {
  using folder = temporaryFolder();
  const recorder = await open(folder);
  await recorder.add(stepAt(0), 1);
  await recorder.add(stepAt(1, true), 1);
  assert.equal(linesIn(folder), 2);
  const again = await open(folder);
  assert.equal(again.checkpoint.state!.step, 1);
  assert.equal(linesIn(folder), 1);
});

Deno.test("a folder with another drag, or with foreign files, is refused unless it is overwritten", async () => {
  using folder = temporaryFolder();
  await (await open(folder)).add(stepAt(0), 1);
  const other = { ...provenance, threads: 2, spec: specWith({ steps: 13 }) };
  const wrong = (sentence: RegExp) => (error: Error): boolean =>
    error instanceof InputError && sentence.test(error.message);
  await assert.rejects(Recorder.open(folder.at(), other), wrong(/another spec\.steps/));
  const overwritten = await Recorder.open(folder.at(), other, { overwrite: true });
  assert.ok(overwritten !== "finished" && overwritten.checkpoint.state === undefined);
  Deno.removeSync(folder.at("state.safetensors"));
  await assert.rejects(Recorder.open(folder.at(), other), wrong(/without steps\.jsonl/));
  folder.write("state.safetensors", "no tensors");
  await assert.rejects(Recorder.open(folder.at(), other), wrong(/state\.safetensors: safetensors: /));
  folder.write("record.json", "null");
  await assert.rejects(
    Recorder.open(folder.at(), other),
    wrong(/record\.json: Expected object but found null\.$/),
  );
  folder.write("record.json", "{");
  await assert.rejects(
    Recorder.open(folder.at(), other),
    wrong(/record\.json: Expected JSON but found: .* in JSON at position 1 /),
  );
});

Deno.test("pictures on the way stay few and evenly spread", async () => {
  using folder = temporaryFolder();
  const recorder = await open(folder);
  for (let step = 0; step < 100; step++) await recorder.add(stepAt(step), 1);
  const kept = recorder.checkpoint.frames.map(({ step }) => step);
  assert.deepEqual(kept, Array.from({ length: 12 }, (_, i) => 8 * (i + 1)));
});
