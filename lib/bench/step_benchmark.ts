import { openDrag } from "../drag/drag.ts";
import { METHODS } from "../drag/methods/mod.ts";
import { type PointPair, pointsTensor } from "../drag/points.ts";
import { prepareFunction, stepFunction } from "../drag/step_function.ts";
import { type Generator } from "../generators/generator.ts";
import * as o from "../onnx/ops/mod.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { trace } from "../onnx/trace.ts";
import { type Tree } from "../onnx/tree.ts";
import { seededNormal } from "../random.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { float32, type Tensor } from "../tensor.ts";
import { bareSeconds } from "./bare_convolutions.ts";
import { convolutionNodes } from "./convolution_nodes.ts";
import { bestSeconds } from "./timing.ts";

/** What one model's drag step costs; times in seconds, the best of some runs. */
export interface StepTimes {
  /** What the model is called in tables. */
  readonly model: string;
  /** Forward pass to the feature layer, alone. */
  readonly forward: number;
  /** A whole drag step: forward, tracking, supervision, gradient, update. */
  readonly step: number;
  /** The convolutions of the step's graph alone, on the same machine in the same run. */
  readonly bare: number;
  /** Work of the step's convolutions, in GFLOP. */
  readonly gflop: number;
}

const normalLatent = (generator: Generator): Tensor => {
  const size = generator.latentShape.reduce((n, d) => n * d, 1);
  return float32(generator.latentShape, Float32Array.from({ length: size }, seededNormal(1)));
};

/** A handle at the middle, its target an eighth of the picture to the left. */
function middlePair(generator: Generator): PointPair {
  const middle = generator.resolution / 2;
  return { handle: [middle, middle], target: [middle - generator.resolution / 8, middle] };
}

/** The graph of the step, as `drag` compiles it. */
function stepGraph(generator: Generator, latent: Tensor, pair: PointPair): ReturnType<typeof trace>["graph"] {
  const method = METHODS.stabledrag!(generator);
  const points = pointsTensor([pair.handle]);
  const prepared = trace("prepare", prepareFunction(generator, method, false), [latent, points]).result;
  const inputs = {
    start: latent,
    handles: points,
    targets: points,
    prepared: prepared as unknown as Tree<Tensor>,
  };
  return trace("step", stepFunction(generator, method), [latent, inputs]).graph;
}

/**
 * Times forward pass, step and bare convolutions of StableDrag with one handle on a generator.
 *
 * @param rounds how often each is timed; the best counts.
 */
export async function timeStep(
  runtime: Runtime,
  model: string,
  generator: Generator,
  rounds: number,
): Promise<StepTimes> {
  const latent = normalLatent(generator);
  const pair = middlePair(generator);
  const method = METHODS.stabledrag!(generator);
  const corner = (z: Symbolic): Symbolic => o.slice(generator.features(z, method.featureBlock), 1, 0, 1);
  const nodes = convolutionNodes(stepGraph(generator, latent, pair));
  return {
    model,
    forward: await forwardSeconds(),
    step: await stepSeconds(),
    bare: await bareSeconds(runtime, nodes, rounds),
    gflop: nodes.reduce((sum, node) => sum + node.count * node.flops, 0) / 1e9,
  };

  async function forwardSeconds(): Promise<number> {
    await using forward = await runtime.compile(corner, [latent], "forward");
    return await bestSeconds(() => forward.run(latent), rounds);
  }

  async function stepSeconds(): Promise<number> {
    await using drag = await openDrag(generator, { latent, points: [pair], steps: 1 }, method, runtime);
    return await bestSeconds(() => drag.step(drag.start), rounds);
  }
}
