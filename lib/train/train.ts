import { InputError } from "../errors.ts";
import { type Parameters } from "../generators/diffusion/parameters.ts";
import { notFinite } from "../not_finite.ts";
import { gradientsOf } from "../onnx/backward.ts";
import { Symbolic } from "../onnx/symbolic.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { float32, onlyNumber, type Tensor } from "../tensor.ts";
import { gradientNorm, type OptimiserNumbers, updateTrained } from "./optimiser.ts";
import { type TrainingState } from "./training_state.ts";

/** A loss of several parts. */
export interface SummedLoss {
  /** What is made small, a scalar. */
  readonly loss: Symbolic;
  /** The part of it that steps tell as their loss, a scalar. */
  readonly shown: Symbolic;
}

/** What a network is trained for: the loss of a batch, a scalar, as a tensor function of the weights. */
export type Loss<Name extends string = string> = (
  p: Parameters,
  batch: Readonly<Record<Name, Symbolic>>,
) => Symbolic | SummedLoss;

/** How a network is trained. */
export interface Training<Name extends string> {
  /** What errors call the network (default "training"). */
  readonly name?: string;
  /** Where gradients are computed; the caller disposes it. */
  readonly runtime: Runtime;
  /** What is made small. */
  readonly loss: Loss<Name>;
  /** The batch of a step, counted from 0 over all of the training; all are of the same types. */
  readonly batch: (step: number) => Readonly<Record<Name, Tensor>>;
  /** Numbers of the optimiser: the same for all steps, or those of a step, counted from 0 over all of the training. */
  readonly numbers: OptimiserNumbers | ((step: number) => OptimiserNumbers);
  /** Brings weights back to where they may be, in place, after each update (default: they may be anywhere). */
  readonly constrain?: (state: TrainingState) => void;
  /** Updates in all. */
  readonly steps: number;
  /** Ends the training before its next step (default: nothing does). */
  readonly signal?: AbortSignal;
}

/** One step of a training. */
export interface TrainingStep {
  /** Its number, counted from 0. */
  readonly step: number;
  /** The loss before the update, or what is shown of it. */
  readonly loss: number;
  /** Norm of the gradient before it was clipped. */
  readonly norm: number;
  /** How long it took, in seconds, and the part of it outside of the graph: batch and update. */
  readonly seconds: { readonly all: number; readonly outside: number };
}

type Named = Readonly<Record<string, Symbolic>>;
type StepFunction = (weights: Named, batch: Named) => { loss: Symbolic; gradients: Named };

/** Parameters that are inputs of a graph. */
function inputParameters(weights: Named): Parameters {
  return (name, shape) => {
    const found = weights[name];
    if (found && `${found.shape}` === `${shape}`) return found;
    throw new InputError(
      `Expected the trained weight ${name} [${shape.join(", ")}] but found ${
        found ? `[${found.shape.join(", ")}]` : "none"
      }.`,
    );
  };
}

/** The loss and its gradient with respect to all weights, as one function. */
function lossAndGradients(loss: Loss): StepFunction {
  return (weights, batch) => {
    const found = loss(inputParameters(weights), batch);
    const { loss: value, shown } = found instanceof Symbolic ? { loss: found, shown: found } : found;
    const names = Object.keys(weights);
    const cotangents = gradientsOf(value, Object.values(weights));
    const gradients = Object.fromEntries(cotangents.map((gradient, i) => {
      if (gradient) return [names[i]!, gradient];
      throw new InputError(`Expected a loss that depends on the weight ${names[i]} but it does not.`);
    }));
    return { loss: shown, gradients };
  };
}

/** Refuses a number that is none, or infinite: the sentence says what it is and of which step. */
function checkFinite(what: string, value: number, step: number): void {
  if (Number.isFinite(value)) return;
  throw new Error(`${what} became ${value} at step ${step}; try a smaller learning rate.`);
}

/** Refuses weights that are no finite numbers any more. */
function checkWeights(network: string, trained: TrainingState["trained"], step: number): void {
  for (const [name, { weights }] of trained) {
    const wrong = notFinite(weights);
    if (wrong !== undefined) checkFinite(`${network}: The weight ${name}`, wrong, step);
  }
}

/** Changes the state by the gradients of one step. */
function update(
  state: TrainingState,
  gradientOf: (name: string) => Float32Array,
  norm: number,
  numbers: OptimiserNumbers,
): void {
  state.count++;
  for (const [name, own] of state.trained) updateTrained(own, gradientOf(name), norm, numbers, state);
  state.step++;
}

/** The weights as tensors over the state's own numbers. */
const weightsOf = ({ trained }: TrainingState): Record<string, Tensor> =>
  Object.fromEntries([...trained].map(([name, { shape, weights }]) => [name, float32(shape, weights)]));

/**
 * Trains a network: all of its weights are inputs of one graph, which computes the loss and all gradients; Adam, clipping
 * and the average of the weights follow outside of it.
 *
 * @param state where to begin; it is changed by every step, so that it is always the state after the last one.
 * @returns the steps, one after the other; none where the state has all of them behind it.
 * @throws {InputError} when a weight is missing, misshapen or not used.
 * @throws {Error} when the gradient or the loss is no finite number: the state is as it was before the step then; or a
 * weight is none after the update: the state is spoilt then.
 */
export async function* train<Name extends string>(
  state: TrainingState,
  { name = "training", runtime, loss, batch, numbers, constrain, steps, signal }: Training<Name>,
): AsyncGenerator<TrainingStep> {
  if (state.step >= steps) return;
  const f = lossAndGradients(loss as Loss);
  await using compiled = await runtime.compile(f, [weightsOf(state), batch(state.step)], "training");
  while (state.step < steps) {
    signal?.throwIfAborted();
    const [step, start] = [state.step, performance.now()];
    const drawn = batch(step);
    const asked = performance.now();
    const result = await compiled.run(weightsOf(state), drawn);
    const answered = performance.now();
    const gradientOf = (weight: string): Float32Array => result.gradients[weight]!.data as Float32Array;
    const [norm, shown] = [gradientNorm(state.trained.keys().map(gradientOf)), onlyNumber(result.loss)];
    checkFinite(`${name}: The gradient`, norm, step);
    checkFinite(`${name}: The loss`, shown, step);
    update(state, gradientOf, norm, typeof numbers === "function" ? numbers(step) : numbers);
    constrain?.(state);
    checkWeights(name, state.trained, step);
    const end = performance.now();
    const seconds = { all: (end - start) / 1000, outside: (end - answered + asked - start) / 1000 };
    yield { step, loss: shown, norm, seconds };
  }
}
