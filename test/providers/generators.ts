import assert from "node:assert/strict";
import { type Method } from "../../lib/drag/method.ts";
import { draggan } from "../../lib/drag/methods/draggan.ts";
import { stabledrag } from "../../lib/drag/methods/stabledrag.ts";
import { type DragProblem } from "../../lib/drag/problem.ts";
import { openDrag } from "../../lib/drag/session.ts";
import { type Generator } from "../../lib/generators/generator.ts";
import { stylegan2 } from "../../lib/generators/stylegan2/generator.ts";
import { randomStylegan2 } from "../../lib/generators/stylegan2/random_weights.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { normalTensor } from "../normal_tensor.ts";
import { smallProgan } from "../small_progan.ts";
import { type Case } from "./case.ts";
import { freeButCorner, stepOnTheWay } from "./step_on_the_way.ts";

const small = (architecture: "skip" | "resnet" | "orig", convClamp = 256): Generator =>
  stylegan2(randomStylegan2({ resolution: 32, channelBase: 256, architecture, convClamp, seed: 3 }));

const GENERATORS: readonly (readonly [string, Generator])[] = [
  ["StyleGAN2 skip", small("skip")],
  ["StyleGAN2 resnet", small("resnet")],
  ["StyleGAN2 orig, clamped", small("orig", 0.7)],
  ["ProGAN", smallProgan()],
];

/** A generator whose layers are said to be as expensive as those of a large one, so that drags look at windows of it. */
const seeminglyLarge = (generator: Generator): Generator => ({
  ...generator,
  windows: (last) =>
    generator.windows!(last).map((block) => ({
      ...block,
      products: (...sizes) => 1e6 * block.products(...sizes),
    })),
});

/** What a drag step is checked for: in windows or of the whole map, with what method. */
interface StepKind {
  readonly name: string;
  readonly fullFrame: boolean;
  readonly method: (generator: Generator) => Method;
  readonly masked: boolean;
  readonly handles: number;
}

/** Radii that leave something outside of the windows of small pictures. */
const RADII = { r1: 2, r2: 3 } as const;

const filtered = (generator: Generator): Method => stabledrag(generator, { ...RADII, sampleRadius: 8 });
const plain = (generator: Generator): Method => draggan(generator, RADII);

const STEPS: readonly StepKind[] = [
  { name: "stabledrag in windows", fullFrame: false, method: filtered, masked: false, handles: 2 },
  { name: "stabledrag, whole map", fullFrame: true, method: filtered, masked: false, handles: 1 },
  { name: "draggan with a mask, in windows", fullFrame: false, method: plain, masked: true, handles: 1 },
  { name: "draggan with a mask, whole map", fullFrame: true, method: plain, masked: true, handles: 1 },
];

function problemOf({ latentShape, size: [side] }: Generator, { masked, handles }: StepKind): DragProblem {
  const at = (x: number, y: number): [number, number] => [x * side, y * side];
  const points = [
    { handle: at(0.8, 0.7), target: at(0.6, 0.75) },
    { handle: at(0.3, 0), target: at(0.3, 0.2) },
  ].slice(0, handles);
  return {
    latent: normalTensor(latentShape, 7),
    points,
    steps: 1,
    ...(masked ? { mask: freeButCorner(side) } : {}),
  };
}

/** A drag step in the middle of a drag, in windows or not as it should be. */
const step = (name: string, given: Generator, kind: StepKind): Case => ({
  name: `${name}: step, ${kind.name}`,
  compute: async (runtime) => {
    const generator = seeminglyLarge(given);
    const method = kind.method(generator);
    const options = { runtime, fullFrame: kind.fullFrame };
    await using session = await openDrag(generator, problemOf(generator, kind), method, options);
    const inputs = session.graph(session.start).inputs.map((input) => input.name).join();
    assert.equal(inputs.includes("places"), !kind.fullFrame);
    return await stepOnTheWay(session);
  },
});

function casesOf(name: string, generator: Generator): Case[] {
  const latent = normalTensor(generator.latentShape, 7);
  const image = (z: Symbolic): Symbolic => generator.image(z);
  const features = (z: Symbolic): Symbolic => generator.features(z, generator.featureBlock);
  return [
    { name: `${name}: picture`, compute: (runtime) => runtime.run(image, latent) },
    { name: `${name}: features`, compute: (runtime) => runtime.run(features, latent) },
    ...STEPS.map((kind) => step(name, generator, kind)),
  ];
}

/** Pictures, features and whole drag steps of small generators with random weights. */
export const GENERATOR_CASES: readonly Case[] = GENERATORS.flatMap(([name, generator]) =>
  casesOf(name, generator)
);
