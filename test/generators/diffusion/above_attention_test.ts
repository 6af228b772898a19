import assert from "node:assert/strict";
import { RECIPES } from "../../../lib/bench/diffusion_recipes.ts";
import { PRODUCTS, productsOf } from "../../../lib/bench/product_nodes.ts";
import { type Parameters } from "../../../lib/generators/diffusion/parameters.ts";
import { textContext, unet } from "../../../lib/generators/diffusion/unet.ts";
import { parseUnetConfig } from "../../../lib/generators/diffusion/unet_config.ts";
import { cast, reduceSum, square } from "../../../lib/onnx/ops/mod.ts";
import { nodeOf, topologicalOrder } from "../../../lib/onnx/order.ts";
import { input, type Symbolic } from "../../../lib/onnx/symbolic.ts";
import { trace } from "../../../lib/onnx/trace.ts";
import { grad } from "../../../lib/onnx/transforms.ts";
import { zeros } from "../../../lib/tensor.ts";

/** A U-Net of Stable Diffusion 1.5's size over latents 64 × 64; its weights are named and never made. */
const config = parseUnetConfig(RECIPES.sd15.unet);
const p: Parameters = (name, shape) => cast(input(name, { dtype: "float16", shape }), "float32");
const features = (sample: Symbolic): Symbolic => {
  const context = textContext(config, p)(input("text", { dtype: "float32", shape: [1, 77, 768] }));
  return unet(config, p)({ sample, timestep: input("t", { dtype: "float32", shape: [1] }), context })
    .features[3]!;
};

/** What is computed pixel by pixel, or over a pixel's neighbours, after the last pixels have attended to all others. */
const UP_SAMPLING = "up_blocks.2.upsamplers.0";
const ABOVE = [
  UP_SAMPLING,
  ...["attn1.to_out", "attn2.to_q", "attn2.to_out", "ff"].map(
    (part) => `up_blocks.2.attentions.2.transformer_blocks.0.${part}`,
  ),
  "up_blocks.2.attentions.2.proj_out",
];

/** What weights go through before they are multiplied: they are widened, and turned for the backward pass. */
const MOVED = ["Cast", "Reshape", "Transpose", "Gather"];

/** The name of the weights that an operand is; none where it is computed. */
function weightsOf(x: Symbolic | undefined): string {
  if (x?.source.kind === "input") return x.source.name;
  const node = nodeOf(x);
  return node && MOVED.includes(node.type) ? weightsOf(node.inputs[0]) : "";
}

/** GFLOP of all products of a function of the latent, of those above the last self-attention, of its up-sampling. */
function gflopOf(f: (sample: Symbolic) => Symbolic): { all: number; above: number; upSampling: number } {
  const { graph } = trace("f", f, [zeros([1, 4, 64, 64])]);
  const sums = { all: 0, above: 0, upSampling: 0 };
  for (const node of topologicalOrder(graph.outputs.map(({ value }) => value))) {
    if (!(PRODUCTS as readonly string[]).includes(node.type)) continue;
    const [gflop, weights] = [2 * productsOf(node) / 1e9, weightsOf(node.inputs[1])];
    sums.all += gflop;
    if (ABOVE.some((module) => weights.startsWith(module))) sums.above += gflop;
    if (weights.startsWith(UP_SAMPLING)) sums.upSampling += gflop;
  }
  return sums;
}

Deno.test("little of a drag step on a U-Net lies above the last self-attention, where windows could save it", () => {
  const forward = gflopOf(features);
  const step = gflopOf(grad((sample: Symbolic) => reduceSum(square(features(sample)))));
  for (const [name, { all, above, upSampling }] of Object.entries({ forward, step })) {
    const share = (part: number): string => `${part.toFixed(1)} (${(100 * part / all).toFixed(1)} %)`;
    // deno-lint-ignore no-console -- the count is for who runs the test
    console.log(
      `  count   ${name}: ${all.toFixed(1)} GFLOP, above ${share(above)}, up-sampling ${share(upSampling)}`,
    );
    assert.ok(upSampling > 0.04 * all && upSampling < above && above < 0.08 * all);
  }
});
