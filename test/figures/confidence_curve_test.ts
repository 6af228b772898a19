import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { type DragRecord } from "../../lib/drag/record.ts";
import { confidenceCurve } from "../../lib/figures/confidence_curve.ts";
import { sampleRecord } from "./samples.ts";
import { assertSnapshot } from "./snapshot.ts";

const withConfidence = (values: readonly number[]): DragRecord => {
  const record = sampleRecord({ handles: 1, steps: values.length });
  return { ...record, steps: record.steps.map((step, i) => ({ ...step, confidence: [values[i]!] })) };
};

Deno.test("the confidence of a drag, its threshold and the template's steps look as they did", () => {
  const record = sampleRecord({ steps: 30, tau: 0.65 });
  assertSnapshot(
    "confidence_curve",
    confidenceCurve(record, { caption: "Two handles, supervised by the switch." }),
  );
});

Deno.test("many handles share a colour beneath their mean", () => {
  const svg = confidenceCurve(sampleRecord({ handles: 68, tau: 0.7 }));
  assertSnapshot("confidence_curve_many", svg);
  assert.match(svg, /each of 68 handles/);
  assert.doesNotMatch(svg, /handle 1</);
});

Deno.test("a confidence between two that are no numbers is a dot, and there is no warning", () => {
  const svg = confidenceCurve(withConfidence([1, 0.9, NaN, 0.8, Infinity]));
  assert.equal(svg.match(/<circle/g)!.length, 1);
  assert.doesNotMatch(svg, /NaN|Infinity|⚠/);
});

Deno.test("an infinite threshold, that of no switch at all, is not drawn", () => {
  for (const tau of [Infinity, -Infinity]) {
    assert.doesNotMatch(confidenceCurve(sampleRecord({ tau })), /threshold|NaN|Infinity|stroke-dasharray/);
  }
});

Deno.test("steps are shaded only where the template supervises", () => {
  const shaded = confidenceCurve(sampleRecord({ tau: 0.65 }));
  const all = confidenceCurve(sampleRecord({ tau: Infinity }));
  const none = confidenceCurve(sampleRecord());
  const areas = (svg: string): number => svg.match(/<rect [^>]*fill-opacity/g)?.length ?? 0;
  assert.equal(areas(none), 0);
  assert.equal(areas(all), 1, "one area for one run of steps");
  assert.ok(areas(shaded) > 0);
});

Deno.test("records without a confidence are refused", () => {
  assert.throws(
    () => confidenceCurve(withConfidence([NaN, NaN])),
    /finite confidence in the record of "stabledrag"/,
  );
  assert.throws(() => confidenceCurve({ ...sampleRecord(), steps: [] }), InputError);
});

Deno.test("FreeDrag's numbers are not called a tracker's confidence, and have no threshold", () => {
  const svg = confidenceCurve(sampleRecord({ method: "freedrag" }));
  assert.match(svg, /Weight of the current feature in the template: freedrag/);
  assert.doesNotMatch(svg, /onfidence|threshold/);
});
