import assert from "node:assert/strict";
import { trace } from "../../lib/onnx/trace.ts";
import * as o from "../../lib/onnx/ops/mod.ts";
import { nodeNames } from "../../lib/onnx/naming.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { checkpoint, grad } from "../../lib/onnx/transforms.ts";
import { openRuntime, type Traceable } from "../../lib/runtime/runtime.ts";
import { type Tensor } from "../../lib/tensor.ts";
import { given, indices, normal, single } from "./cases/case.ts";
import { assertClose, valuesOf } from "./reference.ts";

type F = (x: Symbolic, w: Symbolic) => Symbolic;

const block: F = (x, w) => o.tanh(o.conv(o.tanh(o.conv(x, w, { pad: 1 })), w, { pad: 1 }));
const slopeOf = (f: F): F => grad((x: Symbolic, w: Symbolic) => o.reduceSum(o.square(f(f(x, w), w))));
const args = [single(normal([1, 2, 6, 6], 1)), single(normal([2, 2, 3, 3], 2))];

/** How many convolutions ONNX Runtime really ran, by its own profile. */
async function convolutionsRun(f: Traceable, inputs: readonly Tensor[]): Promise<number> {
  const folder = await Deno.makeTempDir();
  try {
    {
      await using runtime = await openRuntime({ provider: "cpu", threads: 1, profile: `${folder}/profile` });
      await runtime.runTree(f, inputs);
    }
    const [file] = [...Deno.readDirSync(folder)];
    const events: { name: string; args: { op_name?: string } }[] = JSON.parse(
      await Deno.readTextFile(`${folder}/${file!.name}`),
    );
    return events.filter((e) => e.name.endsWith("_kernel_time") && e.args.op_name?.endsWith("Conv")).length;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a checkpoint changes no number", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const plain = await valuesOf(runtime, slopeOf(block), args);
  assertClose(await valuesOf(runtime, slopeOf(checkpoint(block)), args), plain, 1e-6);
});

Deno.test("ONNX Runtime really computes a checkpoint's inside twice: its optimiser does not merge the passes", async () => {
  assert.equal(await convolutionsRun(slopeOf(block), args), 4 + 4);
  assert.equal(await convolutionsRun(slopeOf(checkpoint(block)), args), 4 + 4 + 4);
});

Deno.test("the first pass through a checkpoint keeps nothing for the second", () => {
  const { graph } = trace(
    "f",
    grad((x: Symbolic, w: Symbolic) => o.reduceSum(o.square(checkpoint(block)(x, w)))),
    args,
  );
  const nodes = [...nodeNames(graph).keys()];
  const readers = (x: Symbolic): number => nodes.filter((n) => n.inputs.includes(x)).length;
  const [first] = nodes.filter(({ type }) => type === "Tanh");
  assert.equal(readers(first!.outputs[0]!), 1);
});

Deno.test("checkpoints have second derivatives and take whole-number arguments", async () => {
  await using runtime = await openRuntime({ provider: "cpu", optimization: "basic", threads: 1 });
  const f = (table: Symbolic, at: Symbolic): Symbolic => o.tanh(o.gather(table, at));
  const curve = (f: F): F => {
    const slope = grad((x: Symbolic, i: Symbolic) => o.reduceSum(f(x, i)));
    return grad((x: Symbolic, i: Symbolic) => o.reduceSum(slope(x, i)));
  };
  const inputs = [given([3, 1], [0.5, 1, 2]), indices([2], [2, 0])];
  assertClose(
    await valuesOf(runtime, curve(checkpoint(f)), inputs),
    await valuesOf(runtime, curve(f), inputs),
  );
});
