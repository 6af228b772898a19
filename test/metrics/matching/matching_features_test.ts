import assert from "node:assert/strict";
import { type DiffusionModel } from "../../../lib/generators/diffusion/folder.ts";
import { type Parameters } from "../../../lib/generators/diffusion/parameters.ts";
import { diftMatching, resnetMatching } from "../../../lib/metrics/matching/matching_features.ts";
import { resnetMetrics } from "../../../lib/metrics/resnet/resnet_metrics.ts";
import { constant } from "../../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { zeros } from "../../../lib/tensor.ts";
import { fixtureJson } from "../../fixtures.ts";
import { sdUnet, sdVae } from "../../generators/diffusion/sd_a.ts";
import { normalTensor } from "../../normal_tensor.ts";

/** Weights that are all 0, for shapes. */
const NOTHING: Parameters = (_, shape) => constant(zeros(shape));
const PICTURES = [1, 2].map((seed) => normalTensor([1, 3, 32, 48], seed));

Deno.test("features of both kinds say what they are, and the stand-in that it is one", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const model: DiffusionModel = {
    unet: sdUnet(),
    vae: sdVae(),
    schedulerConfig: fixtureJson("sd-a/scheduler/scheduler_config.json"),
    sha256: "",
  };
  const dift = diftMatching(model, "sd-a", runtime, { ensemble: 1 });
  assert.equal(dift.label, "DIFT features of sd-a");
  const maps = await dift.mapsOf(PICTURES, "a prompt that a model without text is not told");
  assert.deepEqual(maps.map(({ shape }) => shape.length), [4, 4]);
  const resnet = resnetMatching(resnetMetrics(NOTHING), runtime);
  assert.match(resnet.label, /ResNet-50.*stand-in for DIFT/);
  const shapes = (await resnet.mapsOf(PICTURES)).map(({ shape }) => shape);
  assert.deepEqual(shapes, [[1, 1536, 4, 6], [1, 1536, 4, 6]]);
  assert.deepEqual(await resnet.mapsOf([]), []);
});
