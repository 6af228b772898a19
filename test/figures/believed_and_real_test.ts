import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { believedAndReal, type BelievedDrag } from "../../lib/figures/believed_and_real.ts";
import { assertSnapshot } from "./snapshot.ts";

/** A drag that loses some of its handle on the way. */
const drag = (method: string, steps: number, lost: number): BelievedDrag => ({
  method,
  steps: Array.from({ length: steps }, (_, step) => {
    const part = step / (steps - 1);
    const believed = 16 * (1 - part) + 1.4 * part;
    return { step, believed, real: step % 7 === 3 ? null : believed + lost * part * part };
  }),
});

Deno.test("what trackers believe and what is so look as they did", () => {
  const svg = believedAndReal([drag("draggan", 40, 9), drag("stabledrag", 48, 2.5)]);
  assertSnapshot("believed_and_real", svg);
});

Deno.test("a drag of which nothing real is known is only believed", () => {
  const { steps } = drag("draggan", 5, 1);
  const svg = believedAndReal([{ method: "mine", steps: steps.map((step) => ({ ...step, real: null })) }]);
  assert.doesNotMatch(svg, /<circle|NaN|⚠/);
});

Deno.test("drags without steps or with odd distances are refused", () => {
  assert.throws(() => believedAndReal([]), InputError);
  assert.throws(() => believedAndReal([{ method: "mine", steps: [] }]), /one step of "mine"/);
  assert.throws(
    () => believedAndReal([{ method: "mine", steps: [{ step: 0, believed: NaN, real: 1 }] }]),
    /finite distances of "mine" but found NaN/,
  );
});
