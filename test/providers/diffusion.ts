import { type Method } from "../../lib/drag/method.ts";
import { dragdiffusion } from "../../lib/drag/methods/dragdiffusion.ts";
import { stabledragDiff } from "../../lib/drag/methods/stabledrag_diff.ts";
import { openDrag } from "../../lib/drag/session.ts";
import { diffusionGenerator } from "../../lib/generators/diffusion/generator.ts";
import { type Parameters } from "../../lib/generators/diffusion/parameters.ts";
import { randomParameters } from "../../lib/generators/diffusion/random_parameters.ts";
import { noiseSchedule } from "../../lib/generators/diffusion/schedule.ts";
import { parseSchedulerConfig } from "../../lib/generators/diffusion/scheduler_config.ts";
import { textContext, unet } from "../../lib/generators/diffusion/unet.ts";
import { parseUnetConfig } from "../../lib/generators/diffusion/unet_config.ts";
import { parseVaeConfig } from "../../lib/generators/diffusion/vae_config.ts";
import { add, cast, reduceSum, square } from "../../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { grad } from "../../lib/onnx/transforms.ts";
import { float32 } from "../../lib/tensor.ts";
import { normalTensor } from "../normal_tensor.ts";
import { type Case } from "./case.ts";
import { freeButCorner, stepOnTheWay } from "./step_on_the_way.ts";

/** Height and width of the picture; the latent has half of them. */
const SIDE = 32;

const config = parseUnetConfig({
  block_out_channels: [16, 32],
  down_block_types: ["CrossAttnDownBlock2D", "DownBlock2D"],
  up_block_types: ["UpBlock2D", "CrossAttnUpBlock2D"],
  cross_attention_dim: 8,
  attention_head_dim: 4,
  norm_num_groups: 8,
});
const vae = parseVaeConfig({
  block_out_channels: [8, 16],
  down_block_types: Array(2).fill("DownEncoderBlock2D"),
  up_block_types: Array(2).fill("UpDecoderBlock2D"),
  norm_num_groups: 8,
});
const text = normalTensor([1, 5, 8], 3);
const latent = normalTensor([1, 4, SIDE / 2, SIDE / 2], 7);

/** float16 rounds to 2⁻¹¹ of a number; of the errors of many layers the largest is some times that. */
const HALF = 2 ** -8;

/** Weights that are float16, as the float32 numbers that they are computed with, or as themselves. */
const [widened, halves] = [
  randomParameters({ dtype: "float16" }),
  ((name, shape) => cast(widened(name, shape), "float16")) as Parameters,
];

/** Features and prediction of a U-Net computed in a dtype, and the gradient of the sum of their squares. */
function inDtype(p: Parameters, dtype: "float16" | "float32"): (...inputs: Symbolic[]) => Symbolic[] {
  const both = (sample: Symbolic, timestep: Symbolic, words: Symbolic): [Symbolic, Symbolic] => {
    const context = textContext(config, p)(cast(words, dtype));
    const { features, output } = unet(config, p)({ sample: cast(sample, dtype), timestep, context });
    return [cast(features[1]!, "float32"), cast(output, "float32")];
  };
  const sumOfSquares = (x: Symbolic): Symbolic => reduceSum(square(x));
  const slope = grad((...inputs: [Symbolic, Symbolic, Symbolic]) => {
    const [features, output] = both(...inputs);
    return add(sumOfSquares(features), sumOfSquares(output));
  });
  return (sample, timestep, words) => [
    ...both(sample!, timestep!, words!),
    slope(sample!, timestep!, words!),
  ];
}

/** A device without float16 may refuse such weights; SwiftShader is one. */
const network = (name: string, p: Parameters, dtype: "float16" | "float32"): Case => ({
  name: `U-Net, ${name}`,
  compute: (runtime) => runtime.runTree(inDtype(p, dtype), [latent, float32([1], [681]), text]),
  ...(dtype === "float16" ? { tolerances: { "": HALF } } : {}),
  mayBeRefused: name.startsWith("float16"),
});

const generator = diffusionGenerator(
  { config, p: randomParameters(), schedule: noiseSchedule(parseSchedulerConfig({})) },
  { config: vae, p: randomParameters() },
  { size: [SIDE, SIDE], prompt: { text } },
);

const step = (name: string, method: Method, masked: boolean): Case => ({
  name: `U-Net: step, ${name}`,
  compute: async (runtime) => {
    const points = [{ handle: [24, 20], target: [12, 22] }, { handle: [8, 0], target: [9, 9] }] as const;
    const problem = { latent, points, steps: 1, ...(masked ? { mask: freeButCorner(SIDE) } : {}) };
    await using session = await openDrag(generator, problem, method, { runtime });
    return await stepOnTheWay(session);
  },
});

/** A small U-Net in each way to keep its weights and to compute, the pictures and the drag steps of its model. */
export const DIFFUSION_CASES: readonly Case[] = [
  network("float32", randomParameters(), "float32"),
  network("float16 weights", widened, "float32"),
  network("float16", halves, "float16"),
  { name: "U-Net: picture", compute: (runtime) => runtime.run((z: Symbolic) => generator.image(z), latent) },
  step("dragdiffusion", dragdiffusion(generator), false),
  step("dragdiffusion with a mask", dragdiffusion(generator), true),
  step("stabledrag-diff", stabledragDiff(generator), false),
];
