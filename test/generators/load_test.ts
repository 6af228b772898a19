import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { latentAt } from "../../lib/generators/latents.ts";
import { openModel } from "../../lib/generators/load.ts";
import { numpyNormal } from "../../lib/numpy_random.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";
import { repositoryPath } from "../cli/run_cli.ts";
import { fixtureArray } from "../fixtures.ts";

const fixture = (path: string): string => repositoryPath(`test/fixtures/${path}`);

const difference = (a: Tensor, b: Tensor): number =>
  (a.data as Float32Array).reduce((most, v, i) => Math.max(most, Math.abs(v - Number(b.data[i]))), 0);

Deno.test("z of a file is mapped without truncation, with the class of a conditional model", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const { latents } = await openModel(fixture("c64cond/model.pkl"));
  const classes = fixtureArray("c64cond/c").data as Float32Array;
  const [z, official] = [fixtureArray("c64cond/z"), fixtureArray("c64cond/ws_psi1")] as Tensor<"float32">[];
  for (const index of [0, 1]) {
    const label = classes.subarray(5 * index, 5 * index + 5).indexOf(1);
    const ws = await latents(runtime, { array: latentAt(z!, index) }, label);
    assert.deepEqual(ws.shape, [1, 10, 48]);
    assert.ok(difference(ws, latentAt(official!, index)) < 1e-5);
  }
});

Deno.test("a seed is NumPy's, and psi pulls its w towards the mean", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const { latents } = await openModel(fixture("a64/model.pkl"));
  const z = float32([1, 64], Float32Array.from({ length: 64 }, numpyNormal(7)));
  const whole = await latents(runtime, { array: z });
  const mean = await latents(runtime, { seed: 7, psi: 0 });
  assert.ok(difference(await latents(runtime, { seed: 7, psi: 1 }), whole) < 1e-6);
  const usual = float32(mean.shape, mean.data.map((m, i) => m + 0.7 * (whole.data[i]! - m)));
  assert.ok(difference(await latents(runtime, { seed: 7 }), usual) < 1e-5);
  assert.equal(runtime.liveSessions, 0);
});

Deno.test("the faces take z as it is, and no class, truncation or noise", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const { generator, latents } = await openModel();
  assert.deepEqual(generator.size, [128, 128]);
  const z = await latents(runtime, { seed: 0 });
  assert.deepEqual(z.shape, [1, 512]);
  assert.ok(Math.abs(z.data[0]! - 1.764052345967664) < 1e-7);
  assert.throws(() => latents(runtime, { seed: 0 }, 1), InputError);
  for (const psi of [0.7, 1]) assert.deepEqual(await latents(runtime, { seed: 0, psi }), z);
  assert.throws(() => latents(runtime, { seed: 0, psi: 0.5 }), {
    name: "InputError",
    message: "Expected no psi, as a ProGAN has no truncation, but found 0.5.",
  });
  await assert.rejects(openModel("faces", { noise: "none" }), {
    name: "InputError",
    message: 'Expected the noise "none" for a StyleGAN2 but found the model "faces", which has no noise.',
  });
  assert.throws(
    () => latents(runtime, { array: float32([64], new Float32Array(64)) }),
    /z \[512\].*found z \[64\]/,
  );
  assert.throws(
    () => latents(runtime, { array: float32([512], new Float32Array(512).fill(NaN)), file: "z.npy" }),
    /z\.npy: .*found NaN/,
  );
});

Deno.test("a latent whose first axis counts and one without are told apart where the model allows", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const { latents } = await openModel(fixture("c64cond/model.pkl"));
  const shapeOf = async (shape: readonly number[], label?: number): Promise<readonly number[]> => {
    const array = float32(shape, new Float32Array(shape.reduce((n, d) => n * d, 1)).fill(0.5));
    return (await latents(runtime, { array }, label)).shape;
  };
  for (const shape of [[48], [1, 48], [10, 48], [1, 10, 48]]) {
    assert.deepEqual(await shapeOf(shape), [1, 10, 48]);
  }
  for (const shape of [[3, 48], [3, 10, 48]]) assert.deepEqual(await shapeOf(shape), [3, 10, 48]);
  for (const shape of [[3, 32]]) assert.deepEqual(await shapeOf(shape, 4), [3, 10, 48]);
  for (const shape of [[1, 1, 48], [9, 48, 1], [10, 32, 1], []]) {
    await assert.rejects(shapeOf(shape, 0), InputError);
  }
});
