import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { lossCurve } from "../../lib/figures/loss_curve.ts";
import { pictureOf } from "../../lib/figures/picture.ts";
import { pictureSheet } from "../../lib/figures/picture_sheet.ts";
import { renderPicture } from "../../lib/figures/raster.ts";
import { normalTensor } from "../normal_tensor.ts";

const refused = (draw: () => unknown, message: RegExp): void =>
  assert.throws(draw, (e) => e instanceof InputError && message.test(e.message));

Deno.test("a loss curve has a point for each of its stretches and says how long they are", () => {
  const steps = Array.from({ length: 900 }, (_, step) => ({ step, loss: 1 / (1 + step) }));
  const svg = lossCurve(steps, { title: "Loss of a net" });
  assert.match(svg, /Loss of a net/);
  assert.match(svg, /Means over 5 steps each/);
  const [, path] = /<path[^>]*stroke-width="1.5"[^>]*d="([^"]+)"|d="(M[^"]{500,})"/.exec(svg)!.filter(
    Boolean,
  );
  assert.equal(path!.match(/[ML]/g)!.length, 180);
  assert.match(lossCurve(steps.slice(0, 3)), /Each step's loss/);
  refused(() => lossCurve([]), /at least one step of a training but found none/);
});

Deno.test("a sheet has its pictures row by row", () => {
  const pictures = normalTensor([5, 3, 4, 4], 1);
  const all = Array.from({ length: 5 }, (_, i) => pictureOf(pictures, i));
  const svg = pictureSheet(all, { size: 20, columns: 2, caption: "Five." });
  assert.equal(svg.match(/<image/g)!.length, 5);
  const { width, height } = renderPicture(svg);
  assert.equal(width, 2 * 20 + 4 + 2 * 14);
  assert.ok(height > 3 * 20 + 2 * 4);
  refused(() => pictureSheet([]), /at least one picture but found none/);
  refused(() => pictureSheet(all, { columns: 0 }), /one column of pictures or more but found 0/);
});
