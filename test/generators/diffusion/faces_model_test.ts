import assert from "node:assert/strict";
import { facesDiffusionFolder } from "../../../lib/generators/diffusion/faces_diffusion.ts";
import { openDiffusionFolder } from "../../../lib/generators/diffusion/folder.ts";
import { openFaceMetrics } from "../../../lib/metrics/face_metrics.ts";
import { landmarksOf } from "../../../lib/metrics/landmarks_of.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { samplePictures } from "../../../lib/train/faces/samples.ts";
import { float32 } from "../../../lib/tensor.ts";

Deno.test("the embedded diffusion model is the one that its README tells of", async () => {
  const { sha256 } = await openDiffusionFolder("faces-diffusion");
  assert.ok(Deno.readTextFileSync(`${facesDiffusionFolder()}README.md`).includes(sha256));
});

Deno.test("most of what the embedded diffusion model makes of noise is seen as a face", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const model = await openDiffusionFolder("faces-diffusion");
  const { landmarks } = await openFaceMetrics();
  const count = 8;
  const { data } = await samplePictures(runtime, model, { count, steps: 10, seed: 1, side: 16 });
  const find = (x: Parameters<typeof landmarks>[0]) => landmarks(x);
  let seen = 0;
  for (let i = 0; i < count; i++) {
    const picture = float32([1, 3, 64, 64], data.subarray(i * 3 * 64 * 64, (i + 1) * 3 * 64 * 64));
    if (landmarksOf(await runtime.run(find, picture))[0]) seen++;
  }
  assert.ok(seen >= 6, `Expected 6 faces of ${count} or more but found ${seen}.`);
});
