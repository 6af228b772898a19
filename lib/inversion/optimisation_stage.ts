import { type Stage, type StageState } from "../edit/stage.ts";
import { FormatError } from "../errors.ts";
import { type OptimiserNumbers, type Tensors, train, type Training, trainingStart } from "../train/mod.ts";
import { stateFrom, stateTensors, type TrainingState } from "../train/training_state.ts";
import { float32, type Tensor } from "../tensor.ts";

/** What an optimisation came to. */
export interface Optimised {
  /** Its variables. */
  readonly state: TrainingState;
  /** The loss before each update, or what is shown of it. */
  readonly losses: readonly number[];
}

/** An optimisation of named tensors. */
export interface Optimisation<Name extends string>
  extends
    Omit<Training<Name>, "name" | "numbers" | "signal">,
    Pick<Stage<Optimised>, "name" | "dependsOn" | "keepEvery"> {
  /** What it begins with. */
  readonly start: Tensors;
  /** The learning rate of a step, counted from 0. */
  readonly learningRate: (step: number) => number;
}

/** Name of the losses in the stage's file. */
const LOSSES = "losses";

/** An averaged weight is the weight itself here: see {@linkcode numbersOf}. */
const AVERAGE = "average.";

/** Numbers of Adam alone: no warm-up, no clipping, no average. */
const numbersOf = (learningRate: number): OptimiserNumbers => ({
  learningRate,
  warmUp: 0,
  clip: Infinity,
  average: 0,
});

/** The tensors of a value; averages, which are equal to the weights, are left out. */
const tensorsOf = ({ state, losses }: Optimised): Map<string, Tensor> =>
  new Map([
    ...[...stateTensors(state)].filter(([name]) => !name.startsWith(AVERAGE)),
    [LOSSES, float32([losses.length], losses)],
  ]);

function valueFrom(tensors: Tensors, done: number, start: Tensors): Optimised {
  const losses = tensors.get(LOSSES);
  if (losses?.dtype !== "float32" || losses.data.length !== done) {
    throw new FormatError("stage", `Expected ${done} losses of float32 but found others.`);
  }
  const averages = [...start.keys()].flatMap((name): [string, Tensor][] => {
    const own = tensors.get(`weights.${name}`);
    return own ? [[`${AVERAGE}${name}`, own]] : [];
  });
  const state = stateFrom(new Map([...tensors, ...averages]), { step: done, count: done }, start);
  return { state, losses: [...losses.data as Float32Array] };
}

/** An optimisation by Adam as a stage: it goes on from its file with identical numbers. */
export const optimisationStage = <Name extends string>(
  { start, learningRate, keepEvery, ...training }: Optimisation<Name>,
): Stage<Optimised> => ({
  ...training,
  ...(keepEvery === undefined ? {} : { keepEvery }),
  async *run(from, signal): AsyncGenerator<StageState<Optimised>> {
    const state = from?.value.state ?? trainingStart(start);
    const losses = [...from?.value.losses ?? []];
    const numbers = (step: number): OptimiserNumbers => numbersOf(learningRate(step));
    for await (
      const { step, loss } of train(state, { ...training, numbers, ...(signal ? { signal } : {}) })
    ) {
      losses.push(Math.fround(loss));
      yield { done: step + 1, value: { state, losses } };
    }
  },
  tensorsOf,
  valueFrom: (tensors, done) => valueFrom(tensors, done, start),
});

/** A variable of an optimisation, in numbers of its own. */
export function variableOf({ state }: Optimised, name: string): Tensor<"float32"> {
  const { shape, weights } = state.trained.get(name)!;
  return float32(shape, Float32Array.from(weights));
}
