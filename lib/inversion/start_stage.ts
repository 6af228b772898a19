import { FormatError } from "../errors.ts";
import { type Stage, type StageState } from "../edit/stage.ts";
import { latentAt, seededNoise } from "../generators/latents.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { float32, onlyNumber, sizeOf, type Tensor } from "../tensor.ts";
import { type InversionSubject } from "./subject.ts";

/** Where the optimisation of a latent begins. */
export interface InversionStart {
  /** The variable, in the shape of its space. */
  readonly variable: Tensor<"float32">;
  /** Root of the mean squared distance of random latents from their mean. */
  readonly spread: Tensor<"float32">;
}

/** Latents that are mapped at once. */
const BATCH = 1000;

/** The random z of a ProGAN whose picture is nearest to the photograph. */
async function nearest(
  { gan, space, loss, settings, runtime }: InversionSubject,
  signal?: AbortSignal,
): Promise<InversionStart> {
  const [, size] = space.shape as [number, number];
  const candidates = seededNoise(settings.seed, [settings.starts, size]);
  const { image } = gan.generator(gan.weights);
  const score = (z: Symbolic): Symbolic => loss(image(space.latentOf(z))).loss;
  await using compiled = await runtime.compile(score, [latentAt(candidates, 0)], "start");
  let [best, least] = [latentAt(candidates, 0), Infinity];
  for (let i = 0; i < settings.starts; i++) {
    signal?.throwIfAborted();
    const candidate = latentAt(candidates, i);
    const found = onlyNumber(await compiled.run(candidate));
    if (found < least) [best, least] = [candidate, found];
  }
  space.project(best.data);
  return { variable: best, spread: float32([], [Math.sqrt(size)]) };
}

/** The w of many random z of a StyleGAN2, one after the other: [meanSamples, w_dim]. */
async function randomStyles(
  { gan, settings, runtime }: InversionSubject,
  size: number,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const { meanSamples, seed } = settings;
  const zSize = gan.latentSize;
  const z = seededNoise(seed, [meanSamples, zSize]);
  const all = new Float32Array(meanSamples * size);
  for (let from = 0; from < meanSamples; from += BATCH) {
    signal?.throwIfAborted();
    const count = Math.min(BATCH, meanSamples - from);
    const array = float32([count, zSize], z.data.slice(from * zSize, (from + count) * zSize));
    const { shape, data } = await gan.latents(runtime, { array, kind: "z" }, settings.class);
    const stride = shape[1]! * size;
    for (let i = 0; i < count; i++) all.set(data.subarray(i * stride, i * stride + size), (from + i) * size);
  }
  return all;
}

/** The mean w of a StyleGAN2 (projector.py: w_avg and w_std). */
async function meanStyle(subject: InversionSubject, signal?: AbortSignal): Promise<InversionStart> {
  const { space, settings: { meanSamples } } = subject;
  const size = space.shape.at(-1)!;
  const all = await randomStyles(subject, size, signal);
  const mean = new Float64Array(size);
  all.forEach((v, i) => mean[i % size]! += v / meanSamples);
  const squares = all.reduce((sum, v, i) => sum + (v - mean[i % size]!) ** 2, 0);
  const variable = new Float32Array(sizeOf(space.shape));
  variable.forEach((_, i) => variable[i] = mean[i % size]!);
  return {
    variable: float32(space.shape, variable),
    spread: float32([], [Math.sqrt(squares / meanSamples)]),
  };
}

function startFrom(tensors: ReadonlyMap<string, Tensor>): InversionStart {
  const [variable, spread] = [tensors.get("variable"), tensors.get("spread")];
  if (variable?.dtype === "float32" && spread?.dtype === "float32") {
    return { variable: variable as Tensor<"float32">, spread: spread as Tensor<"float32"> };
  }
  throw new FormatError("stage", "Expected variable and spread of float32 but found others.");
}

/** Finds where the optimisation of the latent begins, in one step. */
export function startStage(subject: InversionSubject): Stage<InversionStart> {
  const { space, settings, dependsOn, gan } = subject;
  const { starts, meanSamples, seed, class: label = null } = settings;
  const find = gan.family === "progan" ? nearest : meanStyle;
  const numbers = gan.family === "progan" ? { starts } : { meanSamples, class: label };
  return {
    name: "start",
    dependsOn: { ...dependsOn, space: space.name, seed, ...numbers },
    steps: 1,
    async *run(_, signal): AsyncGenerator<StageState<InversionStart>> {
      yield { done: 1, value: await find(subject, signal) };
    },
    tensorsOf: ({ variable, spread }) => new Map([["variable", variable], ["spread", spread]]),
    valueFrom: startFrom,
  };
}
