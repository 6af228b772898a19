import { openDrag } from "../drag/drag.ts";
import { type Method } from "../drag/method.ts";
import { stabledrag } from "../drag/methods/stabledrag.ts";
import { type PointPair, pointsTensor } from "../drag/points.ts";
import { prepareFunction, stepFunction } from "../drag/step_function.ts";
import { type Generator } from "../generators/generator.ts";
import * as o from "../onnx/ops/mod.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { type Graph, trace } from "../onnx/trace.ts";
import { type Tree } from "../onnx/tree.ts";
import { seededNormal } from "../random.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { float32, sizeOf, type Tensor } from "../tensor.ts";
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
  const size = sizeOf(generator.latentShape);
  return float32(generator.latentShape, Float32Array.from({ length: size }, seededNormal(1)));
};

/** A handle at the middle, its target an eighth of the picture to the left. */
function middlePair(generator: Generator): PointPair {
  const middle = generator.resolution / 2;
  return { handle: [middle, middle], target: [middle - generator.resolution / 8, middle] };
}

/** The graph of the step, as `drag` compiles it. */
function stepGraph(generator: Generator, method: Method): Graph {
  const latent = normalLatent(generator);
  const points = pointsTensor([middlePair(generator).handle]);
  const prepared = trace("prepare", prepareFunction(generator, method, false), [latent, points]).result;
  const inputs = {
    start: latent,
    handles: points,
    targets: points,
    prepared: prepared as unknown as Tree<Tensor>,
  };
  return trace("step", stepFunction(generator, method), [latent, inputs]).graph;
}

/** Seconds of the forward pass to the feature layer; a corner of the map is all that leaves the session. */
async function forwardSeconds(
  runtime: Runtime,
  generator: Generator,
  method: Method,
  rounds: number,
): Promise<number> {
  const latent = normalLatent(generator);
  const corner = (z: Symbolic): Symbolic => o.slice(generator.features(z, method.featureBlock), 1, 0, 1);
  await using forward = await runtime.compile(corner, [latent], "forward");
  return await bestSeconds(() => forward.run(latent), rounds);
}

/** Seconds of a whole step. */
async function stepSeconds(
  runtime: Runtime,
  generator: Generator,
  method: Method,
  rounds: number,
): Promise<number> {
  const problem = { latent: normalLatent(generator), points: [middlePair(generator)], steps: 1 };
  await using session = await openDrag(generator, problem, method, runtime);
  return await bestSeconds(() => session.step(session.start), rounds);
}

/**
 * Times forward pass, step and bare convolutions of StableDrag with one handle on a generator.
 *
 * @param model what the result calls the generator.
 * @param rounds how often each is timed; the best counts.
 */
export async function timeStep(
  runtime: Runtime,
  model: string,
  generator: Generator,
  rounds: number,
): Promise<StepTimes> {
  const method = stabledrag(generator);
  const nodes = convolutionNodes(stepGraph(generator, method));
  return {
    model,
    forward: await forwardSeconds(runtime, generator, method, rounds),
    step: await stepSeconds(runtime, generator, method, rounds),
    bare: await bareSeconds(runtime, nodes, rounds),
    gflop: nodes.reduce((sum, node) => sum + node.count * node.flops, 0) / 1e9,
  };
}
