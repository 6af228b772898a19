import assert from "node:assert/strict";
import { learningShare, noiseShare } from "../../lib/inversion/ramps.ts";

const RAMPS = { rampUp: 0.05, rampDown: 0.25, noiseRamp: 0.75 };

Deno.test("the learning rate rises, stays and falls as in projector.py", () => {
  const at = (time: number): number => learningShare(time, RAMPS);
  assert.equal(at(0), 0);
  assert.ok(Math.abs(at(0.025) - 0.5) < 1e-12);
  assert.equal(at(0.05), 1);
  assert.equal(at(0.75), 1);
  assert.ok(Math.abs(at(0.875) - 0.5) < 1e-12);
  assert.ok(Math.abs(at(1)) < 1e-12);
});

Deno.test("the noise on the latent fades as a parabola", () => {
  assert.equal(noiseShare(0, RAMPS), 1);
  assert.ok(Math.abs(noiseShare(0.375, RAMPS) - 0.25) < 1e-12);
  assert.equal(noiseShare(0.9, RAMPS), 0);
});
