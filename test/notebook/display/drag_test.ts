import assert from "node:assert/strict";
import { showDrag, showStep } from "../../../lib/notebook/display/drag.ts";
import { drawDrag } from "../../../lib/notebook/display/drag_view.ts";
import { float32 } from "../../../lib/tensor.ts";
import { faceLike, sampleRecord } from "../../figures/samples.ts";
import { assertSnapshot } from "../../figures/snapshot.ts";
import { bundleOf, HOSTILE } from "./bundles.ts";

const RECORD = sampleRecord({ tau: 0.7, reached: 0.8 });

Deno.test("a drag at a glance looks as it did", () => {
  assertSnapshot(
    "notebook_drag",
    drawDrag({ record: RECORD, picture: faceLike(), lastStep: 20, caption: "A drag." }),
  );
});

Deno.test("marks are at the same places of a picture with fewer pixels", () => {
  const marks = (side: number): string[] =>
    drawDrag({ record: RECORD, picture: faceLike(side, side) }).match(/<circle [^>]*>/g)!;
  assert.deepEqual(marks(16), marks(32));
});

Deno.test("many handles are drawn in grey, and records that cannot be drawn are refused", () => {
  assert.match(drawDrag({ record: sampleRecord({ handles: 9 }) }), /stroke="#777777"/);
  const bad = { ...RECORD, points: RECORD.points.slice(1) };
  assert.throws(() => drawDrag({ record: bad }), /^InputError: Expected 1 handles/);
});

Deno.test("a drag is shown with what there is of it, and as text with the way of each handle", async () => {
  const record = { ...RECORD, method: HOSTILE };
  const curves = await bundleOf(showDrag(record));
  assert.match(
    curves["text/plain"],
    /: 2 handles, 9 steps, not arrived; from 10\.2 px to 2\.0 px to go\. The template/,
  );
  assert.match(curves["text/plain"], /^2 +\(19, 13\) +\(10, 15\) .* 9\.2 px +1\.8 px +0\.50$/m);
  assert.doesNotMatch(curves["image/svg+xml"]!, /data:image/);
  assert.match((await bundleOf(showDrag(record, { picture: faceLike() })))["image/svg+xml"]!, /data:image/);
  const frames = [0, 4, 8].map((step) => ({ step, picture: faceLike() }));
  const sheet = await bundleOf(showDrag(record, { frames, columns: 3 }));
  assert.equal(sheet["image/svg+xml"]!.match(/<image /g)!.length, 3);
  const empty = await bundleOf(showDrag({ ...record, steps: [] }));
  assert.match(empty["text/html"]!, /&lt;img src=x/);
});

Deno.test("a step is shown in numbers", async () => {
  const { steps } = sampleRecord({ handles: 1 });
  const variable = float32([1], [0]);
  const state = { step: 1, handles: [], variable, adam: { step: 0, first: variable, second: variable } };
  const bundle = await bundleOf(showStep({ ...steps[2]!, stopped: false, state } as never));
  assert.match(bundle["text/plain"], /^Step 2, loss 1\n\n.*\n1 +\(17\.25, 9\.25\) +8\.3 px +0\.66 +current$/);
});
