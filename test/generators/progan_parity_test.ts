import assert from "node:assert/strict";
import { progan } from "../../lib/generators/progan/generator.ts";
import { convertProgan } from "../../lib/generators/progan/weights.ts";
import { loadFaces } from "../../lib/hub/faces.ts";
import { backward } from "../../lib/onnx/backward.ts";
import { constant, type Symbolic } from "../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";
import { fixtureArray, fixtureJson, rows } from "../fixtures.ts";
import { checkParity, difference, largest } from "../parity.ts";

interface Meta {
  blocks: Record<string, { shape: number[]; mean: number; std: number; first: number[] }>;
  cotangent: { channel: number; x: number; y: number; value: number }[];
}

/** Every 16th row and column of a map [1, C, 64, 64]. */
function everySixteenth(map: Tensor): Tensor<"float32"> {
  const [, c, h, w] = map.shape as [number, number, number, number];
  const picked: number[] = [];
  for (let i = 0; i < c; i++) {
    for (let y = 0; y < h; y += 16) {
      for (let x = 0; x < w; x += 16) picked.push((map.data as Float32Array)[(i * h + y) * w + x]!);
    }
  }
  return float32([1, c, h / 16, w / 16], picked);
}

Deno.test("the face generator equals the PyTorch computation", async () => {
  const weights = await loadFaces(convertProgan);
  const faces = progan(weights);
  await using runtime = await openRuntime({ provider: "cpu" });
  const z = fixtureArray("faces/z");
  const image = await runtime.run((v: Symbolic) => faces.image(v), z);
  checkParity("faces image", difference(image, fixtureArray("faces/image")), 2e-4);
  const meta = fixtureJson<Meta>("faces/meta.json");
  const first = rows(z, 0);
  for (const [block, expected] of Object.entries(meta.blocks)) {
    const map = await runtime.run((v: Symbolic) => faces.features(v, Number(block)), z);
    assert.deepEqual(map.shape, expected.shape);
    const [, , h, w] = map.shape as [number, number, number, number];
    const corner = float32([4], [0, 1, 2, 3].map((c) => (map.data as Float32Array)[c * h * w]!));
    checkParity(`faces block ${block} corner`, difference(corner, float32([4], expected.first)), 2e-4);
  }
  const third = await runtime.run((v: Symbolic) => faces.features(v, 3), first);
  checkParity("faces block 3", difference(third, fixtureArray("faces/feature_block3")), 2e-4);
  const fourth = await runtime.run((v: Symbolic) => faces.features(v, 4), first);
  checkParity(
    "faces block 4 rows",
    difference(everySixteenth(fourth), fixtureArray("faces/feature_block4_rows")),
    2e-4,
  );
  const cotangent = new Float32Array(256 * 64 * 64);
  for (const { channel, x, y, value } of meta.cotangent) cotangent[(channel * 64 + y) * 64 + x] = value;
  const g = constant(float32([1, 256, 64, 64], cotangent));
  const grad = await runtime.run((v: Symbolic) => backward([faces.features(v, 4)], [g], [v])[0]!, first);
  const theirs = fixtureArray("faces/grad_z_block4");
  checkParity("faces gradient, relative", difference(grad, theirs) / largest(theirs), 1e-3);
});
