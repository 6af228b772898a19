import assert from "node:assert/strict";
import { openPictures, type Pictures } from "../../lib/drag/pictures.ts";
import { stylegan2 } from "../../lib/generators/stylegan2/generator.ts";
import { randomStylegan2 } from "../../lib/generators/stylegan2/random_weights.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { seededNormal } from "../../lib/random.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { float32, sizeOf, type Tensor } from "../../lib/tensor.ts";
import { runModule } from "../run_module.ts";

const generator = stylegan2(randomStylegan2({ resolution: 32, channelBase: 256 }));
const space = generator.spaces["w+"]!;
const latentOf = (seed: number): Tensor<"float32"> =>
  float32(
    generator.latentShape,
    Float32Array.from({ length: sizeOf(generator.latentShape) }, seededNormal(seed)),
  );
const start = latentOf(1);

const open = (): Promise<Pictures> => openPictures(generator, { latentSpace: "w+" }, start);

Deno.test("a picture is the generator's, of the rows that a drag moves and the others of its start", async () => {
  const variable = space.variableOf(latentOf(2));
  const moved = float32(start.shape, start.data.slice());
  moved.data.set((variable.data as Float32Array).subarray(0, 6 * 512));
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const expected = await runtime.run((latent: Symbolic): Symbolic => generator.image(latent), moved);
  await using pictures = await open();
  const found = await pictures.request(variable);
  assert.deepEqual(found?.shape, [1, 3, 32, 32]);
  const apart = (expected.data as Float32Array).map((v, i) => Math.abs(v - Number(found?.data[i])));
  assert(Math.max(...apart) < 1e-5);
});

Deno.test("asked at every step, it renders the first and the latest of those that came meanwhile", async () => {
  await using pictures = await open();
  const variables = [1, 2, 3, 4].map((seed) => space.variableOf(latentOf(seed)));
  const found = await Promise.all(variables.map((variable) => pictures.request(variable)));
  assert.deepEqual(found.map((picture) => picture !== undefined), [true, false, false, true]);
  assert.deepEqual(found[3], await pictures.request(variables[3]!));
});

Deno.test("a variable of another shape is refused, and pictures go on", async () => {
  await using pictures = await open();
  await assert.rejects(pictures.request(float32([1], [0])), { name: "InputError" });
  assert(await pictures.request(space.variableOf(start)));
});

Deno.test("disposed while it renders, or failed while it opens, it leaves no thread behind", async () => {
  const lib = (path: string): string => import.meta.resolve(`../../lib/${path}`);
  const { code, stdout } = await runModule(`
    import { openPictures } from "${lib("drag/pictures.ts")}";
    import { stylegan2 } from "${lib("generators/stylegan2/generator.ts")}";
    import { randomStylegan2 } from "${lib("generators/stylegan2/random_weights.ts")}";
    import { zeros } from "${lib("tensor.ts")}";
    const generator = stylegan2(randomStylegan2({ resolution: 32, channelBase: 256 }));
    const start = zeros(generator.latentShape);
    const variable = generator.spaces.w.variableOf(start);
    const pictures = await openPictures(generator, { latentSpace: "w" }, start);
    const requests = [pictures.request(variable), pictures.request(variable)];
    await pictures[Symbol.asyncDispose]();
    console.log(await Promise.all([...requests, pictures.request(variable)]));
    const broken = { ...generator, image: () => { throw new Error("no image"); } };
    await openPictures(broken, { latentSpace: "w" }, start).catch(({ message }) => console.log(message));`);
  assert.equal(code, 0);
  assert.equal(stdout, "[ undefined, undefined, undefined ]\nno image\n");
});
