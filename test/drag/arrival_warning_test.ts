import assert from "node:assert/strict";
import { arrivalWarning } from "../../lib/drag/arrival_warning.ts";
import { dragdiffusion } from "../../lib/drag/methods/dragdiffusion.ts";
import { draggan } from "../../lib/drag/methods/draggan.ts";
import { type PointPair } from "../../lib/drag/points.ts";
import { flatGenerator } from "./flat_generator.ts";

Deno.test("a drag of just the stop distance is told of where the method has arrived there already", () => {
  const generator = flatGenerator({ size: [24, 40], denoises: true });
  const pair = (x: number): readonly PointPair[] => [{ handle: [20, 12], target: [20 + x, 12] }];
  const method = dragdiffusion(generator);
  assert.equal(arrivalWarning(generator, method, pair(2)), undefined);
  assert.match(arrivalWarning(generator, method, pair(1))!, /2 pixels of the picture: the drag ends before/);
  const stops = draggan(generator, { stopDistance: 2 });
  assert.match(arrivalWarning(generator, stops, pair(2))!, /2 pixels of the picture: the drag ends before/);
  assert.equal(arrivalWarning(generator, stops, pair(2.5)), undefined);
});
