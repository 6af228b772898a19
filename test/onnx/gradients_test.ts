import assert from "node:assert/strict";
import { ALIASES } from "../../lib/onnx/alias.ts";
import { GRADIENTS } from "../../lib/onnx/gradients/mod.ts";
import { NO_DERIVATIVE } from "../../lib/onnx/gradients/rule.ts";
import { topologicalOrder } from "../../lib/onnx/order.ts";
import { constant } from "../../lib/onnx/symbolic.ts";
import { SHAPES } from "../../lib/onnx/shapes/mod.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { CASES } from "./cases/mod.ts";
import { failureOf } from "./check_case.ts";

Deno.test("the gradients of every case are those that a central difference finds", async () => {
  await using runtime = await openRuntime({ provider: "cpu", optimization: "basic", threads: 1 });
  const failures: string[] = [];
  for (const given of CASES) {
    const failure = await failureOf(runtime, given);
    if (failure) failures.push(`${given.operator}, ${given.name}: ${failure}`);
  }
  assert.deepEqual(failures, []);
});

Deno.test("every operator with a derivative has a case", () => {
  const tested = new Set(CASES.map(({ operator }) => operator));
  const derived = Object.keys(GRADIENTS).filter((type) => GRADIENTS[type] !== NO_DERIVATIVE);
  assert.deepEqual(derived.filter((type) => !tested.has(type)), []);
  assert.deepEqual([...tested].filter((type) => !derived.includes(type)), []);
});

Deno.test("every operator has a shape rule and a gradient rule", () => {
  const ruled = Object.keys(GRADIENTS).filter((type) => !ALIASES.has(type));
  assert.deepEqual(ruled.sort(), Object.keys(SHAPES).sort());
});

Deno.test("no two cases of an operator share a name", () => {
  const names = CASES.map(({ operator, name }) => `${operator}, ${name}`);
  assert.equal(new Set(names).size, names.length);
});

Deno.test("the operator of a case is really applied, and its static shape is what ONNX Runtime computes", async () => {
  await using runtime = await openRuntime({ provider: "cpu", optimization: "basic", threads: 1 });
  for (const { operator, name, f, args } of CASES) {
    const types = f(...args.map((x) => constant(x)));
    assert(topologicalOrder([types]).some(({ type }) => type === operator), `${operator}, ${name}`);
    await using executable = await runtime.compile(f, args);
    const { dtype, shape } = await executable.run(...args);
    assert.deepEqual(
      { dtype, shape },
      { dtype: types.dtype, shape: [...types.shape] },
      `${operator}, ${name}`,
    );
  }
});
