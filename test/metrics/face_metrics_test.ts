import assert from "node:assert/strict";
import { type FaceMetrics, faceMetrics, openFaceMetrics } from "../../lib/metrics/face_metrics.ts";
import { identityChange, SAME_PERSON } from "../../lib/metrics/identity_change.ts";
import * as o from "../../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { openRuntime, type Runtime } from "../../lib/runtime/runtime.ts";
import { float32, onlyNumber, type Tensor, zeros } from "../../lib/tensor.ts";
import { fixtureArray, rows } from "../fixtures.ts";
import { moved } from "./moved.ts";

const FACES = [0, 1].map((i) => rows(fixtureArray("faces/image"), i)) as [Tensor, Tensor];

async function descriptorOf(runtime: Runtime, metrics: FaceMetrics, picture: Tensor): Promise<Tensor> {
  const { points } = await runtime.run(metrics.landmarks, picture);
  return await runtime.run(metrics.descriptor, picture, points);
}

Deno.test("a person stays the same where the face moves or is mirrored, and others are others", async () => {
  const metrics = await openFaceMetrics();
  await using runtime = await openRuntime({ provider: "cpu" });
  const describe = (picture: Tensor): Promise<Tensor> => descriptorOf(runtime, metrics, picture);
  const [one, other] = [await describe(FACES[0]), await describe(FACES[1])];
  const change = async (a: Tensor, b: Tensor): Promise<number> =>
    onlyNumber(await runtime.run(identityChange, a, b));
  const shifted = await change(one, await describe(await moved(runtime, FACES[0], 6)));
  assert(shifted < 0.15, `Expected nearly the same person but found ${shifted}.`);
  const mirrored = await describe(await runtime.run((p: Symbolic) => o.flip(p, 3), FACES[0]));
  assert(await change(one, mirrored) < SAME_PERSON);
  assert(await change(one, other) > SAME_PERSON);
  assert.equal(await change(one, other), await change(other, one));
  assert.equal(await change(one, one), 0);
});

Deno.test("the face-feature distance is symmetric, 0 for equal pictures, and grows with what is changed", async () => {
  const metrics = await openFaceMetrics();
  await using runtime = await openRuntime({ provider: "cpu" });
  const between = async (a: Tensor, b: Tensor): Promise<number> =>
    onlyNumber(await runtime.run(metrics.featureDistance, a, b));
  const mixed = (share: number): Promise<Tensor> =>
    runtime.run((a: Symbolic, b: Symbolic) => o.add(o.mul(a, 1 - share), o.mul(b, share)), ...FACES);
  const [some, half, all] = [
    await between(FACES[0], await mixed(0.1)),
    await between(FACES[0], await mixed(0.5)),
    await between(...FACES),
  ];
  assert(0 < some && some < half && half < all && all < 2, `${[some, half, all]}`);
  assert.equal(await between(FACES[0], FACES[0]), 0);
  assert(Math.abs(await between(FACES[1], FACES[0]) - all) < 1e-6);
});

Deno.test("pictures of another shape or dtype are refused", async () => {
  const metrics = await openFaceMetrics();
  const refused = (run: () => Promise<unknown>, message: RegExp): Promise<void> =>
    assert.rejects(run, message);
  const wide = zeros([1, 3, 64, 32]);
  const square = zeros([1, 3, 32, 32]);
  const expected =
    "InputError: faceLandmarks: Expected square pictures \\[N, 3, S, S\\] of float32 but found ";
  await refused(() => metrics.landmarks.run(wide), new RegExp(`^${expected}float32 \\[1, 3, 64, 32\\]\\.$`));
  await refused(
    () => metrics.landmarks.run(zeros([1, 1, 32, 32])),
    new RegExp(`^${expected}float32 \\[1, 1`),
  );
  await refused(
    () => metrics.landmarks.run(zeros([3, 32, 32])),
    new RegExp(`^${expected}float32 \\[3, 32, 32`),
  );
  const bytes: Tensor = { dtype: "uint8", shape: [1, 3, 2, 2], data: new Uint8Array(12) };
  await refused(() => metrics.landmarks.run(bytes), new RegExp(`^${expected}uint8`));
  await refused(
    () => metrics.descriptor.run(square, zeros([1, 5, 2])),
    /^InputError: faceDescriptor: Expected landmarks \[N, 68, 2\] but found \[1, 5, 2\]\.$/,
  );
  await refused(
    () => metrics.featureDistance.run(square, zeros([1, 3, 16, 16])),
    /^InputError: faceFeatureDistance: Expected pictures of one shape but found \[1,3,32,32\] and \[1,3,16,16\]\.$/,
  );
});

Deno.test("a missing weight, and one of another dtype or shape, is named", async () => {
  const square = zeros([1, 3, 32, 32]);
  const without = faceMetrics(new Map(), new Map());
  await assert.rejects(
    () => without.landmarks.run(square),
    /^InputError: faceLandmarks: Expected the weight dense0\/conv0\/filters as float32 but found none\.$/,
  );
  await assert.rejects(
    () => without.featureDistance.run(square, square),
    /^InputError: faceFeatureDistance: Expected the weight conv32_down\/filters as float32 but found none\.$/,
  );
  const name = "dense0/conv0/filters";
  const integers: Tensor = { dtype: "uint8", shape: [1], data: Uint8Array.of(0) };
  await assert.rejects(
    () => faceMetrics(new Map([[name, integers]]), new Map()).landmarks.run(square),
    /as float32 but found uint8\.$/,
  );
  const misshapen = new Map([[name, zeros([8, 4, 3, 3])], [
    "dense0/conv0/bias",
    float32([8], Array(8).fill(0)),
  ]]);
  await assert.rejects(
    () => faceMetrics(misshapen, new Map()).landmarks.run(square),
    /^InputError: faceLandmarks: Conv: /,
  );
});
