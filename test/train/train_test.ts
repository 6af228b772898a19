import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { log, reduceSum } from "../../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { float32 } from "../../lib/tensor.ts";
import { type OptimiserNumbers } from "../../lib/train/optimiser.ts";
import { train, type Training } from "../../lib/train/train.ts";
import { averagedWeights, stateTensors, trainingStart } from "../../lib/train/training_state.ts";
import { toyJob, toyStart } from "./toy.ts";

Deno.test("a toy network learns, and the average of its weights with it", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const state = trainingStart(toyStart());
  const steps = await Array.fromAsync(train(state, { runtime, ...toyJob(150) }));
  assert.deepEqual(steps.map(({ step }) => step), [...Array(150).keys()]);
  assert.ok(steps[0]!.loss > 1 && steps.at(-1)!.loss < 1e-3, `${steps[0]!.loss} to ${steps.at(-1)!.loss}`);
  assert.ok(steps.every(({ seconds: { all, outside } }) => all >= outside && outside >= 0));
  const learnt = [...averagedWeights(state).get("w")!.data as Float32Array];
  assert.ok([2, 0, 0, 2, 0, 0].every((v, i) => Math.abs(v - learnt[i]!) < 0.05), `${learnt}`);
});

Deno.test("equal seeds give equal numbers, and a training that is done does nothing", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const [one, other] = [trainingStart(toyStart()), trainingStart(toyStart())];
  for (const state of [one, other]) await Array.fromAsync(train(state, { runtime, ...toyJob(4) }));
  assert.deepEqual(stateTensors(one), stateTensors(other));
  assert.deepEqual(await Array.fromAsync(train(one, { runtime, ...toyJob(4) })), []);
});

Deno.test("numbers may depend on the step, weights be held where they may be, and a part of the loss be told", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const state = trainingStart(toyStart());
  const { numbers, loss, ...job } = toyJob(3);
  const rates: number[] = [];
  const steps = await Array.fromAsync(train(state, {
    runtime,
    ...job,
    loss: (p, batch) => ({ loss: loss(p, batch) as Symbolic, shown: reduceSum(p("b", [2])) }),
    numbers: (step) => {
      rates.push(step);
      return { ...numbers as OptimiserNumbers, warmUp: 0, learningRate: step === 1 ? 0 : 0.1 };
    },
    constrain: ({ trained }) => trained.get("b")!.weights.fill(trained.get("b")!.weights[0]!),
  }));
  assert.deepEqual(rates, [0, 1, 2]);
  const [first, second, third] = steps.map((step) => step.loss) as [number, number, number];
  assert.ok(first !== second && second === third, "nothing moves where the rate is 0");
  const [b0, b1] = state.trained.get("b")!.weights;
  assert.equal(b0, b1);
});

Deno.test("what cannot be trained is refused, by name", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const refused = async (change: Partial<Training<"x" | "y">>, message: RegExp): Promise<void> => {
    const steps = train(trainingStart(toyStart()), { runtime, ...toyJob(1), ...change });
    await assert.rejects(Array.fromAsync(steps), (e) => e instanceof InputError && message.test(e.message));
  };
  await refused({ loss: (p) => reduceSum(p("v", [1])) }, /trained weight v \[1\] but found none/);
  await refused({ loss: (p) => reduceSum(p("w", [2, 3])) }, /trained weight w \[2, 3\] but found \[3, 2\]/);
  await refused({ loss: (p) => reduceSum(p("w", [3, 2])) }, /loss that depends on the weight b/);
  await refused({ loss: (p) => p("w", [3, 2]) }, /Expected a scalar loss but found shape \[3, 2\]\.$/);
  assert.throws(
    () => trainingStart(new Map([["n", { dtype: "int64", shape: [1], data: BigInt64Array.of(1n) }]])),
    /weight n in float32 or float16 but found int64/,
  );
});

Deno.test("a gradient that is no number ends the training before it does harm", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const start = new Map([["w", float32([1], [-1])]]);
  const state = trainingStart(start);
  const steps = train(state, {
    runtime,
    ...toyJob(1),
    loss: (p) => reduceSum(log(log(p("w", [1])))),
  });
  await assert.rejects(Array.fromAsync(steps), /gradient became NaN at step 0; try a smaller learning rate/);
  assert.equal(state.step, 0);
  assert.deepEqual(stateTensors(state), stateTensors(trainingStart(start)));
});
