import assert from "node:assert/strict";
import { drag } from "../../../lib/drag/drag.ts";
import { draggan } from "../../../lib/drag/methods/draggan.ts";
import { type Pictures } from "../../../lib/drag/pictures.ts";
import { type DragProblem } from "../../../lib/drag/problem.ts";
import { type DragStep } from "../../../lib/drag/state.ts";
import { stylegan2 } from "../../../lib/generators/stylegan2/generator.ts";
import { liveDrag, type LiveDragOptions } from "../../../lib/notebook/display/live_drag.ts";
import { reducedPicture } from "../../../lib/figures/reduce_picture.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../../../lib/tensor.ts";
import { fixtureArray, fixtureModel, rows } from "../../fixtures.ts";
import { FakeOutput } from "./fake_output.ts";

const generator = stylegan2(fixtureModel("a64"));
const method = draggan(generator, { r1: 3, r2: 6 });
const problem: DragProblem = {
  latent: rows(fixtureArray("a64/ws_psi0.7"), 0),
  points: [{ handle: [36, 34], target: [27, 39] }],
  steps: 6,
};

/** Steps that take a tenth of a second each; the variable after step k is [k + 1]. */
async function* fakeSteps({ clock }: FakeOutput): AsyncGenerator<DragStep> {
  for (let step = 0; step < problem.steps; step++) {
    await Promise.resolve();
    clock.pass(100);
    const handles = [[36 - step, 34] as const];
    const variable = float32([1], [step + 1]);
    const state = { step: step + 1, handles, variable } as unknown as DragStep["state"];
    const numbers = { distances: [10 - step], confidence: [0.9], supervisedBy: ["current" as const] };
    yield { step, handles, ...numbers, stopped: false, state };
  }
}

/** Renders grey pictures at once, and keeps what it was asked for. */
class FakePictures implements Pictures {
  readonly asked: Tensor[] = [];

  request(variable: Tensor): Promise<Tensor> {
    this.asked.push(variable);
    return Promise.resolve(float32([1, 3, 64, 64], new Float32Array(3 * 64 * 64)));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.reject(new Error("Whoever opened it disposes it."));
  }
}

function optionsOf(output: FakeOutput): LiveDragOptions & { pictures: FakePictures } {
  return { generator, problem, method, every: 2, output, clock: output.clock, pictures: new FakePictures() };
}

Deno.test("a drag is looked at every so many steps, in the pictures where its handles were found", async () => {
  const output = new FakeOutput();
  const options = optionsOf(output);
  const steps = await Array.fromAsync(liveDrag(fakeSteps(output), options));
  assert.equal(steps.length, 6);
  assert.deepEqual(output.texts.slice(0, -1), [
    "draggan: step 0 of 6, 10.0 px to go, confidence 0.90",
    "draggan: step 2 of 6, 8.0 px to go, confidence 0.90",
    "draggan: step 4 of 6, 6.0 px to go, confidence 0.90",
  ]);
  assert.match(
    output.texts.at(-1)!,
    /^draggan: 1 handle, 6 steps, not arrived; from 10\.0 px to 5\.0 px to go\.\n/,
  );
  assert.deepEqual(options.pictures.asked.slice(1).map(({ data }) => data[0]), [2, 4, 6]);
  assert.deepEqual(
    options.pictures.asked[0],
    generator.spaces[method.latentSpace]!.variableOf(problem.latent),
  );
  for (const { bundle } of output.shown.slice(1)) {
    assert.match(bundle["image/svg+xml"]!, /<image .*data:image/);
  }
});

Deno.test("a drag that is stopped shows what it was at last, without waiting for a picture", async () => {
  const output = new FakeOutput();
  const controller = new AbortController();
  const options = { ...optionsOf(output), signal: controller.signal };
  const watched = liveDrag(fakeSteps(output), options);
  for (let i = 0; i < 3; i++) await watched.next();
  controller.abort(new Error("interrupted"));
  await assert.rejects(watched.next(), /interrupted/);
  assert.match(output.texts.at(-1)!, /^draggan: 1 handle, 3 steps, not arrived/);
  assert.equal(options.pictures.asked.length, 2);
});

Deno.test("a real drag is the same when it is watched, and its last picture is shown", async () => {
  const output = new FakeOutput();
  await using runtime = await openRuntime({ provider: "cpu" });
  const steps = (): AsyncGenerator<DragStep> => drag(generator, problem, method, { runtime });
  const options = { generator, problem, method, output, clock: output.clock };
  assert.deepEqual(await Array.fromAsync(liveDrag(steps(), options)), await Array.fromAsync(steps()));
  assert.match(output.shown.at(-1)!.bundle["image/svg+xml"]!, /<image .*data:image/);
});

Deno.test("large pictures are made smaller by the mean of their pixels", () => {
  const data = Uint8ClampedArray.from(
    { length: 4 * 5 * 4 },
    (_, i) => (i % 4 === 3 ? 255 : Math.floor(i / 4)),
  );
  const reduced = reducedPicture({ width: 5, height: 4, data }, 2);
  assert.deepEqual([reduced.width, reduced.height], [2, 2]);
  assert.deepEqual([...reduced.data.subarray(0, 8)], [3, 3, 3, 255, 5, 5, 5, 255]);
  assert.equal(reducedPicture(reduced, 2), reduced);
});
