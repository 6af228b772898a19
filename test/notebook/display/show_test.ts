import assert from "node:assert/strict";
import * as Plot from "@observablehq/plot";
import { figureDocument } from "../../../lib/figures/document.ts";
import { InputError } from "../../../lib/errors.ts";
import { htmlDocument } from "../../../lib/lab/tables/table_html.ts";
import { add } from "../../../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../../../lib/onnx/symbolic.ts";
import { trace } from "../../../lib/onnx/trace.ts";
import { displayIn, show } from "../../../lib/notebook/display/show.ts";
import { showTable } from "../../../lib/notebook/display/table.ts";
import { float32 } from "../../../lib/tensor.ts";
import { faceLike, sampleRecord } from "../../figures/samples.ts";
import { bundleOf, HOSTILE } from "./bundles.ts";
import { FakeOutput } from "./fake_output.ts";

const document = htmlDocument();
const TABLE = { columns: [{ name: "pairs", label: "pairs" }], rows: [[20]] };
const { graph } = trace("sum", (a: Symbolic) => add(a, 1), [{ dtype: "float32", shape: [2] }]);
const STEP = { ...sampleRecord().steps[1]!, state: {}, stopped: false };

/** A value, what its text begins with, and the richest form that it has. */
const CASES: readonly (readonly [unknown, RegExp, string])[] = [
  [float32([2], [1, 2]), /^float32 \[2\]/, "text/html"],
  [faceLike(), /^A picture of 32 × 32 pixels/, "image/png"],
  [sampleRecord(), /^stabledrag: 2 handles, 9 steps/, "image/svg+xml"],
  [STEP, /^Step 1, loss 1/, "text/html"],
  [TABLE, /^pairs\n/, "text/html"],
  [{ tables: { counts: TABLE }, figures: {} }, /^counts\npairs\n/, "text/html"],
  [graph, /^sum: 1 operation, 1 input, 1 output, 1 constant/, "image/svg+xml"],
  [`<svg xmlns="http://www.w3.org/2000/svg" width="3" height="4"/>`, /^A figure of 3 × 4/, "image/svg+xml"],
  [showTable(TABLE), /^pairs\n/, "text/html"],
  [Plot.plot({ document, marks: [Plot.dotX([1, 2])], ariaLabel: "Dots" }), /^Dots$/, "image/svg+xml"],
  [
    Plot.plot({ document, marks: [Plot.dotX([1, 2])], title: HOSTILE }),
    /^A drawing as <figure>/,
    "text/html",
  ],
  [HOSTILE, /^<img src=x/, "text/plain"],
  [{ a: [1, null] }, /^\{ a: \[ 1, null \] \}$/, "text/plain"],
  [undefined, /^undefined$/, "text/plain"],
];

Deno.test("every type of the library is shown in its own way, and all else as text", async () => {
  for (const [value, words, richest] of CASES) {
    const bundle = await bundleOf(show(value));
    assert.match(bundle["text/plain"], words);
    assert.ok(richest in bundle, `${words}: expected ${richest} but found ${Object.keys(bundle)}`);
    assert.ok(richest !== "text/plain" || Object.keys(bundle).length === 1);
  }
});

Deno.test("what only looks like a value of the library is text", async () => {
  const others: readonly unknown[] = [
    { columns: ["method"], rows: [["draggan"]] },
    { columns: 3, rows: 4 },
    { name: "x", inputs: { a: 1 }, outputs: ["b"] },
    { name: "x", inputs: [], outputs: [] },
    { method: "draggan", size: 512, points: 4, steps: 100 },
    { dtype: "float32", shape: [2, 2], data: [1, 2, 3, 4] },
    { width: 2, height: 2, data: new Float32Array(16) },
  ];
  for (const value of others) {
    assert.deepEqual(Object.keys(await bundleOf(show(value))), ["text/plain"], Deno.inspect(value));
  }
});

Deno.test("of a table the first thousand rows are shown, and one with rows of another length refused", async () => {
  const columns = [{ name: "a", label: "a" }];
  const bundle = await bundleOf(show({ columns, rows: Array.from({ length: 150_000 }, (_, i) => [i]) }));
  const lines = bundle["text/plain"].split("\n").map((line) => line.trim());
  assert.deepEqual([lines.length, ...lines.slice(-2)], [1002, "999", "… 149000 more rows"]);
  for (const rows of [[[1], [1, 2]], [[1], []], [[1], [undefined]]]) {
    assert.throws(() => show({ columns, rows }), {
      name: "InputError",
      message: /^Expected a cell for each of 1 columns, null for none, but found others in row 1\.$/,
    });
  }
});

Deno.test("values in the middle of a cell are an output each", async () => {
  const output = new FakeOutput();
  await displayIn(output, [1, TABLE]);
  assert.deepEqual(output.texts, ["1", "pairs\n   20"]);
  assert.deepEqual(output.shown.map(({ place }) => place), [-1, -1]);
});

Deno.test("elements that do something by themselves are refused", () => {
  const svg = figureDocument().documentElement;
  svg.append(svg.ownerDocument.createElementNS("http://www.w3.org/2000/svg", "script"));
  assert.throws(() => show(svg), InputError);
});
