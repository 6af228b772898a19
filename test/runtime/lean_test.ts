import assert from "node:assert/strict";
import { parseProfile } from "../../lib/bench/profile.ts";
import { float32ToFloat16 } from "../../lib/formats/float16.ts";
import { cast, conv } from "../../lib/onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { type Tensor, tensor } from "../../lib/tensor.ts";
import { temporaryFolder } from "../cli/temporary_folder.ts";
import { normalTensor } from "../normal_tensor.ts";

const weight = normalTensor([64, 64, 3, 3], 1);
const half = tensor("float16", weight.shape, float32ToFloat16(weight.data));

/** Operators of a convolution with a weight, after ONNX Runtime's own rewriting. */
async function operators(own: Tensor): Promise<string[]> {
  using folder = temporaryFolder();
  {
    await using runtime = await openRuntime({ provider: "cpu", threads: 1, profile: folder.at("p") });
    const convolve = (x: Symbolic): Symbolic => conv(x, cast(constant(own, "weight"), "float32"), { pad: 1 });
    await runtime.run(convolve, normalTensor([1, 64, 8, 8], 2));
  }
  const [{ name }] = [...Deno.readDirSync(folder.at("."))] as [Deno.DirEntry];
  return parseProfile(Deno.readTextFileSync(folder.at(name))).rows.map(({ kind }) => kind);
}

Deno.test("many float16 weights stay float16 in a session: they are widened in every run", async () => {
  const many = tensor("float16", [8192, 64, 8, 8], new Uint16Array(8192 * 64 * 64));
  assert.ok((await operators(many)).includes("Cast"));
});

Deno.test("few float16 weights are widened once", async () => {
  const kinds = await operators(half);
  assert.ok(!kinds.includes("Cast"), kinds.join(", "));
});

Deno.test("float32 weights are computed with as they are", async () => {
  const kinds = await operators(weight);
  assert.ok(!kinds.includes("Cast"), kinds.join(", "));
});
