import assert from "node:assert/strict";
import { drag } from "../../lib/drag/drag.ts";
import { draggan } from "../../lib/drag/methods/draggan.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { flatGenerator, flatLatent } from "./flat_generator.ts";

const generator = flatGenerator({ size: [24, 40], denoises: true });
const latent = flatLatent(generator);
const points = [{ handle: [20, 12], target: [30, 15] }] as const;

Deno.test("an update that makes the latent infinite ends the drag by name", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const method = { ...draggan(generator), lr: 1e39 };
  const walk = Array.fromAsync(drag(generator, { latent, points, steps: 1 }, method, { runtime }));
  await assert.rejects(walk, /^Error: The latent became -?Infinity at step 0;/);
});
