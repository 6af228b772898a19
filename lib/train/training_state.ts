import { FormatError, InputError } from "../errors.ts";
import { float16ToFloat32, float32ToFloat16 } from "../formats/float16.ts";
import { sharedNumbers } from "../runtime/shared_memory.ts";
import { float32, type Tensor, tensor } from "../tensor.ts";
import { type Trained } from "./optimiser.ts";

/** Tensors by name. */
export type Tensors = ReadonlyMap<string, Tensor>;

/** The parts of a state, as a checkpoint names them before the tensor's own name. */
const PARTS = ["weights", "average", "mean", "square"] as const;

/** All that the next step of a training depends on: it goes on from it with identical numbers. */
export interface TrainingState {
  /** Updates made so far, in all. */
  step: number;
  /** Updates since Adam's moments were zero: fewer, where a training went on from weights alone. */
  count: number;
  /** The numbers of every weight, by name. */
  readonly trained: ReadonlyMap<string, Trained>;
}

function numbersOf({ dtype, data }: Tensor, name: string): Float32Array {
  if (dtype === "float32") return data as Float32Array;
  if (dtype === "float16") return float16ToFloat32(data as Uint16Array);
  throw new InputError(`Expected the weight ${name} in float32 or float16 but found ${dtype}.`);
}

/**
 * A training's start from weights, whatever their floating-point type; the moments are zero.
 *
 * @param step updates that the weights have behind them (default 0).
 * @throws {InputError} when a weight is of another type than float32 or float16.
 */
export const trainingStart = (weights: Tensors, step = 0): TrainingState => ({
  step,
  count: 0,
  trained: new Map([...weights].map(([name, value]) => {
    const values = numbersOf(value, name);
    const zeros = (): Float32Array => new Float32Array(values.length);
    const numbers = {
      weights: sharedNumbers(values),
      average: values.slice(),
      mean: zeros(),
      square: zeros(),
    };
    return [name, { shape: value.shape, ...numbers }];
  })),
});

/** The tensors of a state, for a checkpoint: `weights.NAME`, `average.NAME`, `mean.NAME`, `square.NAME`. */
export const stateTensors = ({ trained }: TrainingState): Tensors =>
  new Map(
    [...trained].flatMap(([name, own]) =>
      PARTS.map((part): [string, Tensor] => [`${part}.${name}`, float32(own.shape, own[part])])
    ),
  );

/**
 * The state that {@linkcode stateTensors} took apart.
 *
 * @param like weights of the same names and shapes.
 * @throws {FormatError} when a part is missing or has another shape.
 */
export function stateFrom(
  tensors: Tensors,
  { step, count }: Pick<TrainingState, "step" | "count">,
  like: Tensors,
): TrainingState {
  const held = (name: string, shape: readonly number[]): Float32Array => {
    const found = tensors.get(name);
    if (found?.dtype === "float32" && `${found.shape}` === `${shape}`) return found.data as Float32Array;
    throw new FormatError("checkpoint", `Expected ${name} [${shape.join(", ")}] of float32 but found none.`);
  };
  const trained = [...like].map(([name, { shape }]): [string, Trained] => {
    const [weights, average, mean, square] = PARTS.map((part) => held(`${part}.${name}`, shape));
    return [name, {
      shape,
      weights: sharedNumbers(weights!),
      average: average!,
      mean: mean!,
      square: square!,
    }];
  });
  return { step, count, trained: new Map(trained) };
}

/** The averaged weights, to be used: views of the state's own numbers. */
export const averagedWeights = ({ trained }: TrainingState): Tensors =>
  new Map([...trained].map(([name, { shape, average }]) => [name, float32(shape, average)]));

/**
 * The first number of float32 weights that is too large for float16, or is none, and the name of its tensor; nothing where
 * all fit.
 *
 * @throws {InputError} when a weight is of another dtype.
 */
export function beyondHalf(weights: Tensors): { readonly name: string; readonly value: number } | undefined {
  for (const [name, { dtype, data }] of weights) {
    if (dtype !== "float32") throw new InputError(`Expected ${name} in float32 but found ${dtype}.`);
    const value = (data as Float32Array).find((v) => !(Math.abs(v) < 65520));
    if (value !== undefined) return { name, value };
  }
  return undefined;
}

/**
 * Weights, float32, as float16, for a file.
 *
 * @throws {InputError} when one is of another dtype, or a number is too large for float16 or is none: it names the tensor.
 */
export function halfWeights(weights: Tensors): Tensors {
  const wrong = beyondHalf(weights);
  if (wrong) {
    throw new InputError(`Expected numbers of ${wrong.name} that float16 holds but found ${wrong.value}.`);
  }
  const half = ({ shape, data }: Tensor): Tensor =>
    tensor("float16", shape, float32ToFloat16(data as Float32Array));
  return new Map([...weights].map(([name, value]) => [name, half(value)]));
}
