import assert from "node:assert/strict";
import { type DragRecord } from "../../lib/drag/record.ts";
import { InputError } from "../../lib/errors.ts";
import { checkRecord, checkSteps, pathsOf } from "../../lib/figures/paths.ts";
import { sampleRecord } from "./samples.ts";

Deno.test("a path starts where its handle was set and ends at the step asked for", () => {
  const record = sampleRecord({ steps: 5 });
  const [path] = pathsOf(record, 2);
  assert.deepEqual(path, [
    record.points[0]!.handle,
    ...record.steps.slice(0, 3).map((step) => step.handles[0]),
  ]);
  assert.equal(pathsOf(record)[1]!.length, 6);
});

Deno.test("records that cannot be drawn are refused by name", () => {
  const record = sampleRecord();
  const [line] = record.steps;
  const broken: DragRecord[] = [
    { ...record, points: [] },
    { ...record, points: [{ handle: [NaN, 1], target: [1, 1] }] },
    { ...record, steps: [{ ...line!, handles: line!.handles.slice(1) }] },
    { ...record, steps: [{ ...line!, confidence: [] }] },
    { ...record, steps: [{ ...line!, handles: [[1, Infinity], [1, 2]] }] },
  ];
  for (const each of broken) {
    assert.throws(() => checkRecord(each), { name: "InputError", message: /"stabledrag"/ });
  }
  assert.throws(() => checkSteps({ ...record, steps: [] }), InputError);
  checkRecord({ ...record, steps: [] });
});
