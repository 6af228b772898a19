import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { coloursOf } from "../../lib/figures/colours.ts";
import { distanceCurve } from "../../lib/figures/distance_curve.ts";
import { sampleRecord } from "./samples.ts";
import { assertSnapshot } from "./snapshot.ts";

Deno.test("the distances of three methods look as they did", () => {
  const records = [
    sampleRecord({ method: "draggan", reached: 0.4, steps: 30 }),
    sampleRecord({ method: "stabledrag", stopped: true, steps: 21 }),
    sampleRecord({ method: "my own", reached: 0.7, steps: 30, handles: 1 }),
  ];
  assertSnapshot("distance_curve", distanceCurve(records));
});

Deno.test("a single step is a circle, filled where the drag arrived", () => {
  const open = distanceCurve([sampleRecord({ steps: 1, handles: 1 })]);
  const filled = distanceCurve([sampleRecord({ steps: 1, handles: 1, stopped: true })]);
  const circle = (fill: string): RegExp => new RegExp(`fill="${fill}"[^>]*><circle r="4"`);
  assert.match(open, circle("white"));
  assert.match(filled, circle(coloursOf(["stabledrag"])[0]!));
});

Deno.test("distances that are no numbers leave a gap and no warning", () => {
  const record = sampleRecord({ handles: 1, steps: 5 });
  const steps = record.steps.map((step, i) => i === 2 ? { ...step, distances: [NaN] } : step);
  const svg = distanceCurve([{ ...record, steps }]);
  assert.equal(/aria-label="line"><path d="([^"]*)"/.exec(svg)![1]!.match(/M/g)!.length, 2);
  assert.doesNotMatch(svg, /NaN|⚠/);
});

Deno.test("a figure without records or steps is refused", () => {
  assert.throws(() => distanceCurve([]), InputError);
  assert.throws(() => distanceCurve([{ ...sampleRecord(), steps: [] }]), InputError);
});
