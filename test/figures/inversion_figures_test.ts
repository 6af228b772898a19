import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { inversionCurve } from "../../lib/figures/inversion_curve.ts";
import { labelledSheet } from "../../lib/figures/labelled_sheet.ts";
import { faceLike } from "./samples.ts";
import { assertSnapshot } from "./snapshot.ts";

const falling = (count: number, from: number): number[] =>
  Array.from({ length: count }, (_, i) => from * Math.exp(-i / 12));

const refused = (draw: () => unknown, message: RegExp): void =>
  assert.throws(draw, (e) => e instanceof InputError && message.test(e.message));

Deno.test("the curve of an inversion shows the latent's optimisation, then the tuning", () => {
  assertSnapshot("inversion_curve", inversionCurve({ pivot: falling(40, 0.8), tuning: falling(20, 0.1) }));
  const alone = inversionCurve({ pivot: [0.5], tuning: [] }, { title: "Alone" });
  assert.match(alone, /Alone/);
  assert.doesNotMatch(alone, /the generator is tuned/);
  refused(() => inversionCurve({ pivot: [], tuning: [1] }), /one step of an inversion but found none/);
});

Deno.test("a sheet has words above each of its pictures", () => {
  const pictures = [{ label: "photograph", picture: faceLike() }, {
    label: "inverted",
    detail: "pixels 0.01",
    picture: faceLike(),
  }];
  assertSnapshot("labelled_sheet", labelledSheet(pictures, { size: 96, caption: "Two pictures." }));
  refused(() => labelledSheet([]), /at least one picture but found none/);
  refused(() => labelledSheet(pictures, { columns: 0 }), /one column of pictures or more but found 0/);
});
