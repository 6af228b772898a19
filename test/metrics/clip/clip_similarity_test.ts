import assert from "node:assert/strict";
import { encodeSafetensors } from "../../../lib/formats/safetensors.ts";
import { openClip } from "../../../lib/metrics/clip/clip_similarity.ts";
import { slice } from "../../../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { onlyNumber, type Tensor, zeros } from "../../../lib/tensor.ts";
import { type TemporaryFolder, temporaryFolder } from "../../cli/temporary_folder.ts";
import { fixtureArray, fixtureJson, rows } from "../../fixtures.ts";
import { checkParity } from "../../parity.ts";
import { randomClip } from "../random_weights.ts";

const EXPECTED = fixtureJson<{ clip: { similarity: [number] } }>("metrics/edit_metrics.json").clip;

const written = (folder: TemporaryFolder, tensors: ReadonlyMap<string, Tensor>): string =>
  folder.write("model.safetensors", encodeSafetensors(tensors));

Deno.test("CLIP's similarity of pictures that are not square is PyTorch's with the same random weights", async () => {
  using folder = temporaryFolder();
  await using runtime = await openRuntime({ provider: "cpu" });
  const clip = await openClip(written(folder, randomClip()));
  const [a, b] = [0, 1].map((i) => rows(fixtureArray("faces/image"), i)) as [Tensor, Tensor];
  const wide = (p: Symbolic, q: Symbolic): Symbolic => clip(slice(p, 2, 0, 96), slice(q, 2, 0, 96));
  const similarity = onlyNumber(await runtime.run(wide, a, b));
  checkParity("CLIP similarity", Math.abs(similarity - EXPECTED.similarity[0]), 1e-5);
  assert(Math.abs(onlyNumber(await runtime.run(wide, a, a)) - 1) < 1e-5);
});

Deno.test("weights that are no image tower's are refused", async () => {
  using folder = temporaryFolder();
  await assert.rejects(
    () => openClip(written(folder, new Map())),
    /model\.safetensors: Expected the tensor vision_model\.embeddings\.patch_embedding\.weight of 4 axes but found none\.$/,
  );
  const uneven = randomClip().set("vision_model.embeddings.position_embedding.weight", zeros([15, 128]));
  await assert.rejects(
    () => openClip(written(folder, uneven)),
    /a class and a square of patches but found 128 numbers and 15 places\.$/,
  );
  const less = randomClip();
  less.delete("vision_model.encoder.layers.1.mlp.fc2.weight");
  const clip = await openClip(written(folder, less));
  await assert.rejects(
    () => clip.run(zeros([1, 3, 32, 32]), zeros([1, 3, 32, 32])),
    /layers\.1\.mlp\.fc2\.weight .* but found none/,
  );
});
