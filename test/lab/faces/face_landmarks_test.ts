import assert from "node:assert/strict";
import { stabledrag } from "../../../lib/drag/methods/stabledrag.ts";
import { InputError } from "../../../lib/errors.ts";
import { openModel } from "../../../lib/generators/load.ts";
import { faceLandmarks } from "../../../lib/lab/faces/face_landmarks.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { smallLab } from "../small_lab.ts";

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

Deno.test("one landmark of a face is dragged, detected again, and compared with what the method believes", async () => {
  const model = await openModel();
  await using runtime = await openRuntime({ provider: "cpu", keep: 2 });
  const measured = faceLandmarks({ points: 1, steps: 3 }).open({ model, runtime, environment: {} });
  const { row: before } = await measured(undefined, 0);
  const tracking = stabledrag(model.generator);
  const { row, seconds } = await measured(tracking, 0);
  assert.deepEqual([before.feature_distance, before.identity, before.face], [0, 0, 100]);
  assert.ok(isNumber(row.distance) && isNumber(before.distance) && row.distance < before.distance);
  assert.ok(isNumber(row.believed) && isNumber(row.gap));
  // What is left is what the method believes, but for how far the landmark is from the handle and one update.
  assert.ok(Math.abs(row.believed - row.distance) <= row.gap + 1, JSON.stringify(row));
  assert.deepEqual([row.lost, row.face, row.arrived, row.steps, row.by_template], [0, 100, 0, 3, 0]);
  assert.ok(isNumber(row.feature_distance) && row.feature_distance > 0 && row.feature_distance < 0.5);
  assert.ok(isNumber(row.identity) && row.identity > 0 && row.identity < 0.6);
  assert.ok(isNumber(row.confidence) && row.confidence > 0.5);
  assert.ok(seconds!.first_step! <= seconds!.drag! && seconds!.learn! < seconds!.drag!);
  assert.deepEqual((await measured(tracking, 0)).row, row);
});

Deno.test("a generator that shows no faces is refused in one sentence", async () => {
  const lab = await smallLab();
  await using _ = lab.runtime;
  const measured = faceLandmarks({ points: 5 }).open(lab);
  await assert.rejects(measured(stabledrag(lab.model.generator), 2), (error: unknown) => {
    assert.ok(error instanceof InputError, String(error));
    assert.match(error.message, /^Expected a face in the picture of seed 4, or [^\n]*, but found none\.$/);
    return true;
  });
});

Deno.test("other numbers of points or steps are refused", () => {
  assert.throws(() => faceLandmarks({ points: 4 as 5 }), /Expected 1, 5 or 68 points but found 4\./);
  assert.throws(() => faceLandmarks({ points: 1, steps: 0 }), /steps as a whole number from 1 but found 0\./);
});
