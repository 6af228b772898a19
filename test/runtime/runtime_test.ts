import assert from "node:assert/strict";
import * as o from "../../lib/onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../lib/onnx/symbolic.ts";
import { openRuntime, type Traceable } from "../../lib/runtime/runtime.ts";
import { float32, type Tensor, tensor, zeros } from "../../lib/tensor.ts";

const CPU = { provider: "cpu", threads: 1 } as const;
const double = (x: Symbolic): Symbolic => o.mul(x, 2);

Deno.test("every dtype goes in and comes out bit by bit", async () => {
  await using runtime = await openRuntime(CPU);
  const same = (x: Symbolic): Symbolic => x;
  const tensors: readonly Tensor[] = [
    tensor("float16", [5], Uint16Array.of(0x3c00, 0x8000, 0x7c00, 0x0001, 0x7e01)),
    tensor("float32", [2], Float32Array.of(-0, Infinity)),
    tensor("float64", [2], Float64Array.of(1e-310, Math.PI)),
    tensor("int64", [2], BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n)),
    tensor("int32", [2], Int32Array.of(-(2 ** 31), 7)),
    tensor("int16", [1], Int16Array.of(-3)),
    tensor("int8", [1], Int8Array.of(-128)),
    tensor("uint16", [1], Uint16Array.of(65535)),
    tensor("uint8", [2], Uint8Array.of(0, 255)),
    tensor("bool", [2], Uint8Array.of(1, 0)),
    tensor("float32", [0, 3], new Float32Array()),
  ];
  for (const x of tensors) assert.deepEqual(await runtime.run(same, x), x);
});

Deno.test("float16 is computed with", async () => {
  await using runtime = await openRuntime(CPU);
  const halves = (...values: number[]): Tensor =>
    tensor("float16", [values.length], new Uint16Array(Float16Array.from(values).buffer));
  const f = (x: Symbolic): Symbolic => o.add(o.mul(x, x), 0.5);
  assert.deepEqual(await runtime.run(f, halves(1, -3, 0.25)), halves(1.5, 9.5, 0.5625));
});

Deno.test("a function is compiled once per signature", async () => {
  await using runtime = await openRuntime(CPU);
  await Promise.all([1, 2, 3].map((v) => runtime.run(double, float32([1], [v]))));
  assert.equal(runtime.liveSessions, 1);
  await runtime.run(double, zeros([2]));
  assert.equal(runtime.liveSessions, 2);
  await runtime.run(double, tensor("float64", [2], new Float64Array(2)));
  assert.equal(runtime.liveSessions, 3);
  await runtime.run((x: Symbolic): Symbolic => o.neg(x), zeros([2]));
  assert.equal(runtime.liveSessions, 4);
});

Deno.test("arguments and results are trees", async () => {
  await using runtime = await openRuntime(CPU);
  const f = ({ a, list }: { a: Symbolic; list: Symbolic[] }): { sums: Symbolic[]; a: Symbolic } => ({
    sums: list.map((x) => o.add(x, a)),
    a,
  });
  const found = await runtime.run(f, { a: float32([], [1]), list: [float32([1], [2]), float32([1], [3])] });
  assert.deepEqual(found, { sums: [float32([1], [3]), float32([1], [4])], a: float32([], [1]) });
});

Deno.test("wrong arguments are told in one sentence", async () => {
  await using runtime = await openRuntime(CPU);
  await using executable = await runtime.compile(double, [{ dtype: "float32", shape: [2, 3] }], "double");
  const wrong: readonly (readonly [readonly unknown[], string])[] = [
    [[zeros([3, 2])], "double: Expected float32[2, 3] for in.0 but found float32[3, 2]."],
    [
      [tensor("float64", [2, 3], new Float64Array(6))],
      "double: Expected float32[2, 3] for in.0 but found float64[2, 3].",
    ],
    [[], "double: Expected float32[2, 3] for in.0 but found nothing."],
    [[zeros([2, 3]), zeros([1])], "double: Expected nothing for in.1 but found float32[1]."],
    [[{ ...zeros([2, 3]), data: new Float32Array(5) }], "double: Expected 6 elements for in.0 but found 5."],
  ];
  for (const [args, message] of wrong) {
    await assert.rejects(executable.run(...args as [Tensor]), { name: "InputError", message });
  }
});

Deno.test("what ONNX Runtime refuses is an error, and the runtime goes on", async () => {
  await using runtime = await openRuntime({ ...CPU, optimization: "basic" });
  const conv = (x: Symbolic): Symbolic => o.conv(x, x);
  const doubles = tensor("float64", [1, 1, 2, 2], new Float64Array(4));
  await assert.rejects(runtime.run(conv, doubles), /Could not find an implementation for Conv/);
  const pick = (x: Symbolic, i: Symbolic): Symbolic => o.gather(x, i);
  await assert.rejects(
    runtime.run(pick, zeros([2]), tensor("int64", [1], BigInt64Array.of(5n))),
    /out of data bounds/,
  );
  assert.equal((await runtime.run(double, float32([1], [4]))).data[0], 8);
});

Deno.test("disposing closes sessions, and a closed session runs no more", async () => {
  const runtime = await openRuntime(CPU);
  const executable = await runtime.compile(double, [zeros([2])]);
  await runtime.run(double, zeros([1]));
  assert.equal(runtime.liveSessions, 2);
  await executable[Symbol.asyncDispose]();
  await executable[Symbol.asyncDispose]();
  assert.equal(runtime.liveSessions, 1);
  await assert.rejects(executable.run(zeros([2])), /The session was released before this run/);
  await runtime[Symbol.asyncDispose]();
  await runtime[Symbol.asyncDispose]();
  assert.equal(runtime.liveSessions, 0);
  await assert.rejects(runtime.run(double, zeros([1])), /The runtime was closed/);
});

/** Takes seconds: 2·10⁹ operations, 100 times. */
const long: Traceable = (x: Symbolic): Symbolic => {
  let y = x;
  for (let i = 0; i < 100; i++) y = o.matMul(y, x);
  return y;
};

Deno.test("a long run blocks no one, and is aborted at once", async () => {
  await using runtime = await openRuntime(CPU);
  let ticks = 0;
  const clock = setInterval(() => ticks++, 5);
  const running = runtime.runTree(long, [zeros([1000, 1000])]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  clearInterval(clock);
  assert(ticks > 20, `${ticks} ticks in 300 ms`);
  const start = performance.now();
  runtime.abort();
  await assert.rejects(running, { name: "AbortError", message: "The run was aborted." });
  assert(performance.now() - start < 500);
  assert.equal(runtime.liveSessions, 0);
  await assert.rejects(runtime.run(double, zeros([1])), { name: "AbortError" });
});

Deno.test("whoever aborts may give the reason", async () => {
  await using runtime = await openRuntime(CPU);
  const running = runtime.run(double, zeros([1]));
  runtime.abort(new Error("enough"));
  await assert.rejects(running, { message: "enough" });
});

/** The memory of the weights that are handed to workers while `body` runs, by session. */
async function handedOverDuring(body: () => Promise<void>): Promise<ArrayBufferLike[][]> {
  const sessions: ArrayBufferLike[][] = [];
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (
    this: Worker,
    message: { request: { kind: string; weights: [string, Uint8Array][] } },
  ): void {
    const { kind, weights } = message.request;
    if (kind === "create") sessions.push(weights.map(([, bytes]) => bytes.buffer));
    postMessage.call(this, message);
  };
  try {
    await body();
  } finally {
    Worker.prototype.postMessage = postMessage;
  }
  return sessions;
}

Deno.test("a weight that several graphs use is copied to shared memory once, or never where it lies there", async () => {
  const common = new Float32Array(new SharedArrayBuffer(4000)).fill(3);
  const weight = constant(tensor("float32", [1000], common), "w");
  const other = constant(float32([1000], new Float32Array(1000).fill(5)), "v");
  const [first, second] = await handedOverDuring(async () => {
    await using runtime = await openRuntime(CPU);
    const x = float32([], [2]);
    const product = await runtime.run((x: Symbolic): Symbolic => o.add(o.mul(x, weight), other), x);
    const sum = await runtime.run((x: Symbolic): Symbolic => o.add(o.add(x, weight), other), x);
    assert.deepEqual([product.data[999], sum.data[0]], [11, 10]);
  });
  assert.equal(first!.length, 2);
  assert(first!.includes(common.buffer));
  assert(first!.every((memory) => second!.includes(memory)));
});

Deno.test("an unknown provider and numbers of threads that are none are refused before anything is opened", async () => {
  await assert.rejects(openRuntime({ provider: "x" as "cpu" }), {
    name: "InputError",
    message: 'Expected the provider to be one of auto, cuda, webgpu, cpu but found "x".',
  });
  for (const threads of [-1, 1.5, NaN, 513]) {
    await assert.rejects(openRuntime({ provider: "cpu", threads }), {
      name: "InputError",
      message: `Expected threads as a whole number from 0 to 512 but found ${threads}.`,
    });
  }
});

Deno.test("known data that is changed in place is another number to the next function, however much it is", async () => {
  for (const [length, keep] of [[4, 0], [1000, 0], [1000, 2]] as const) {
    await using runtime = await openRuntime({ ...CPU, keep });
    const weight = float32([length], new Float32Array(length).fill(1));
    const x = float32([length], new Float32Array(length).fill(1));
    const sum = async (): Promise<number> => {
      await using compiled = await runtime.compile(
        (v: Symbolic) => o.reduceSum(o.mul(v, weight)),
        [x],
        "sum",
      );
      return Number((await compiled.run(x)).data[0]);
    };
    assert.equal(await sum(), length);
    weight.data.fill(2);
    assert.equal(await sum(), 2 * length);
  }
});
