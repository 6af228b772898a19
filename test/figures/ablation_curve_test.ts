import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { type AblationCurve, ablationCurve } from "../../lib/figures/ablation_curve.ts";
import { around, pairsAround } from "./intervals.ts";
import { assertSnapshot } from "./snapshot.ts";

const DISTANCES = [4.9, 4.1, 3.4, 3.3, 3.9];

const CURVE: AblationCurve = {
  parameter: "λ",
  usual: "0.5",
  settings: [0, 0.25, 0.5, 0.75, 1].map((value) => ({ label: String(value), value })),
  panels: [
    {
      label: "mean distance [px]",
      means: DISTANCES.map((mean) => around(mean, 0.5)),
      each: pairsAround(DISTANCES, 8, 0.9),
    },
    { label: "mean confidence", means: [0.95, 0.93, 0.91, 0.9, 0.86].map((mean) => around(mean, 0.012)) },
  ],
};

const ROWS: AblationCurve = {
  ...CURVE,
  parameter: "confidence score",
  usual: "relative-peak",
  settings: ["relative-peak", "psr", "apce", "peak-ratio", "entropy"].map((label) => ({ label })),
};

Deno.test("an ablation over numbers looks as it did", () => {
  assertSnapshot("ablation_curve", ablationCurve(CURVE, { title: "Weight of the filter's response" }));
});

Deno.test("an ablation over names looks as it did", () => {
  assertSnapshot("ablation_rows", ablationCurve(ROWS, { title: "Confidence score", caption: "8 pairs." }));
});

Deno.test("a logarithmic axis, equal values and missing ones draw without warnings", () => {
  const svg = ablationCurve({
    ...CURVE,
    scale: "log",
    settings: [0.1, 1, 10].map((value) => ({ label: String(value), value })),
    panels: [{ label: "steps", means: [around(5, 0), null, around(5, 0)], each: [[5, null, 5]] }],
  });
  assert.equal(svg.match(/<circle/g)!.length, 2);
  assert.doesNotMatch(svg, /NaN|Infinity|⚠/);
});

Deno.test("ablations without settings, or with another number of means, are refused", () => {
  assert.throws(() => ablationCurve({ ...CURVE, settings: [] }), InputError);
  assert.throws(() => ablationCurve({ ...CURVE, panels: [] }), InputError);
  assert.throws(
    () => ablationCurve({ ...CURVE, panels: [{ label: "steps", means: [null] }] }),
    /Expected 5 means of "steps" but found 1/,
  );
});
