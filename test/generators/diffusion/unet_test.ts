import assert from "node:assert/strict";
import { type Attend, type AttentionLayer } from "../../../lib/generators/diffusion/attention.ts";
import { constantParameters, type Parameters } from "../../../lib/generators/diffusion/parameters.ts";
import { randomParameters } from "../../../lib/generators/diffusion/random_parameters.ts";
import { textContext, unet } from "../../../lib/generators/diffusion/unet.ts";
import { parseUnetConfig } from "../../../lib/generators/diffusion/unet_config.ts";
import { transformersOf, unetPlan } from "../../../lib/generators/diffusion/unet_plan.ts";
import { cast, mul, reduceSum } from "../../../lib/onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../../lib/onnx/symbolic.ts";
import { grad } from "../../../lib/onnx/transforms.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { float16ToFloat32 } from "../../../lib/formats/float16.ts";
import { float32, type Tensor } from "../../../lib/tensor.ts";
import { fixtureJson } from "../../fixtures.ts";
import { normalTensor } from "../../normal_tensor.ts";
import { checkParity, difference, largest } from "../../parity.ts";
import { halved } from "./model_folder.ts";
import { sdArray, sdUnet } from "./sd_a.ts";

const { config, p, tensors } = sdUnet();
const time = float32([1], [681]);

/** The prediction for the fixture's latent and text. */
const predict =
  (own: typeof config, parameters: typeof p) => (sample: Symbolic, t: Symbolic, text: Symbolic) =>
    unet(own, parameters)({ sample, timestep: t, context: textContext(own, parameters)(text) }).output;

Deno.test("Stable Diffusion 2's heads per level and linear projections are the same function", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const json = fixtureJson<object>("sd-a/unet/config.json");
  const second = parseUnetConfig({
    ...json,
    attention_head_dim: [8, 8, 8, 8],
    use_linear_projection: true,
    upcast_attention: true,
  });
  const linear = new Map([...tensors].map(([name, t]): [string, Tensor] => [
    name,
    /\.proj_(in|out)\.weight$/.test(name) ? { ...t, shape: t.shape.slice(0, 2) } : t,
  ]));
  const ours = await runtime.run(
    predict(second, constantParameters(linear, "linear")),
    sdArray("noisy"),
    time,
    sdArray("text"),
  );
  checkParity("sd-a eps, linear projections", difference(ours, sdArray("eps")), 2e-4);
});

Deno.test("float16 weights are computed with as the float32 numbers that they are", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const half = halved(tensors);
  const widened = new Map([...half].map(([name, t]): [string, Tensor] => [
    name,
    float32(t.shape, float16ToFloat32(t.data as Uint16Array)),
  ]));
  const [a, b] = [constantParameters(half, "half"), constantParameters(widened, "widened")];
  const args = [sdArray("noisy"), time, sdArray("text")] as const;
  const [ours, theirs] = [
    await runtime.run(predict(config, a), ...args),
    await runtime.run(predict(config, b), ...args),
  ];
  checkParity("sd-a eps, float16 weights", difference(ours, theirs), 1e-5);
  assert.ok(difference(ours, sdArray("eps")) > 1e-5);
});

/** float16 rounds to 2⁻¹¹ of a number; of the errors of many layers the largest is some times that. */
const HALF = 2 ** -8;

Deno.test("computed in float16 throughout, prediction, features and gradient are right to its precision", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const half = halved(tensors);
  const narrow: Parameters = (name) => constant(half.get(name)!, name);
  const all = (
    sample: Symbolic,
    timestep: Symbolic,
    text: Symbolic,
  ): { output: Symbolic; feature: Symbolic } => {
    const context = textContext(config, narrow)(cast(text, "float16"));
    const { output, features } = unet(config, narrow)({ sample: cast(sample, "float16"), timestep, context });
    assert.equal(output.dtype, "float16");
    return { output: cast(output, "float32"), feature: cast(features[3]!, "float32") };
  };
  const slope = grad((sample: Symbolic, t: Symbolic, text: Symbolic) =>
    reduceSum(mul(all(sample, t, text).feature, sdArray("cotangent")))
  );
  const args = [sdArray("noisy"), time, sdArray("text")] as const;
  const { output, feature } = await runtime.run(all, ...args);
  const found = { eps: output, feature3: feature, grad_noisy: await runtime.run(slope, ...args) };
  for (const [name, ours] of Object.entries(found)) {
    const theirs = sdArray(name);
    checkParity(`sd-a ${name}, float16, of its largest`, difference(ours, theirs) / largest(theirs), HALF);
  }
});

Deno.test("latents of any size keep it", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const sample = normalTensor([1, 4, 9, 14], 1);
  const all = (sample: Symbolic, t: Symbolic, text: Symbolic) => {
    const { features, output } = unet(config, p)({
      sample,
      timestep: t,
      context: textContext(config, p)(text),
    });
    return { features, output };
  };
  const { features, output } = await runtime.run(all, sample, time, sdArray("text"));
  assert.deepEqual(output.shape, sample.shape);
  assert.deepEqual(features.map(({ shape }) => shape.slice(2)), [[2, 2], [3, 4], [5, 7], [9, 14], [9, 14]]);
  assert.ok((output.data as Float32Array).every(Number.isFinite));
});

Deno.test("attention modules are counted in the order of computation, and each can be replaced", () => {
  const seen: AttentionLayer[] = [];
  const attend: Attend = (q, _k, _v, layer) => {
    seen.push(layer);
    return q;
  };
  const [sample, timestep, text] = [sdArray("noisy"), time, sdArray("text")].map((t) => constant(t));
  unet(config, p, { attend })({
    sample: sample!,
    timestep: timestep!,
    context: textContext(config, p)(text!),
  });
  assert.deepEqual(seen, Array.from({ length: 32 }, (_, index) => ({ index, cross: index % 2 === 1 })));
  const plans = transformersOf(unetPlan(config));
  assert.deepEqual([6, 7].map((i) => plans[i]!.name), ["mid_block.attentions.0", "up_blocks.1.attentions.0"]);
});

Deno.test("a network of random weights is the same for the same seed only", () => {
  const weight = (seed: number): Tensor => {
    const made = new Map<string, Tensor>();
    randomParameters({ seed }, made)("conv.weight", [4, 3, 3, 3]);
    return made.get("conv.weight")!;
  };
  assert.deepEqual(weight(1), weight(1));
  assert.notDeepEqual(weight(1), weight(2));
});

Deno.test("a latent or a text of other width is refused", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const run = (sample: Tensor, text: Tensor) => runtime.run(predict(config, p), sample, time, text);
  await assert.rejects(
    run(normalTensor([1, 3, 8, 8], 1), sdArray("text")),
    /Expected a latent \[N, 4, h, w\]/,
  );
  await assert.rejects(
    run(sdArray("noisy"), normalTensor([1, 77, 16], 1)),
    /Expected text \[N, tokens, 32\]/,
  );
});
