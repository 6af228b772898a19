import assert from "node:assert/strict";
import { InputError } from "../../../lib/errors.ts";
import { checkChanges } from "../../../lib/notebook/widget/drag_state.ts";

const check = checkChanges([2, 3], ["draggan", "stabledrag"]);

Deno.test("what a front end may set is taken, masks as 0 and 1", () => {
  const points = [{ handle: [2, 1], target: null }];
  const mask = Uint8Array.of(0, 255, 1, 0, 0, 0);
  assert.deepEqual(check({ points, mask, steps: 7, method: undefined }), {
    points,
    mask: Uint8Array.of(0, 1, 1, 0, 0, 0),
    steps: 7,
  });
});

Deno.test("what a front end may not set is refused, naming it", () => {
  const cases: [changes: Record<string, unknown>, message: string][] = [
    [{ points: [{ handle: [3, 0], target: null }] }, "points[0].handle[0]: Expected at most 2 but found 3."],
    [{ mask: new Uint8Array(5) }, "mask: Expected 2 × 3 bytes but found 5."],
    [{ mask: "white" }, "mask: Expected bytes but found something else."],
    [{ method: "none" }, 'method: Expected one of draggan, stabledrag but found "none".'],
    [{ steps: 0 }, "steps: Expected at least 1 but found 0."],
    [{ status: "arrived" }, 'Expected no field "status".'],
  ];
  for (const [changes, message] of cases) assert.throws(() => check(changes), new InputError(message));
});
