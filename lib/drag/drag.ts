import { InputError } from "../errors.ts";
import { type Generator } from "../generators/generator.ts";
import { type Symbolic, type TensorType } from "../onnx/symbolic.ts";
import { mapTree, type Tree } from "../onnx/tree.ts";
import { type Concrete, type Executable, type Runtime } from "../runtime/runtime.ts";
import { float32, type Tensor } from "../tensor.ts";
import { adamStart, type AdamState, adamUpdate } from "./adam.ts";
import { type Method } from "./method.ts";
import { checkPoints, distance, type Point, type PointPair, pointsTensor, tensorPoints } from "./points.ts";
import { type Prepared, prepareFunction, stepFunction, type StepInputs } from "./step_function.ts";

/** What is to be dragged. */
export interface DragProblem {
  /** The latent of the picture, in the generator's full space. */
  readonly latent: Tensor;
  /** Handles and their targets, at least one pair, all inside of the picture. */
  readonly points: readonly PointPair[];
  /** 1 (white) where the picture may move, 0 where it must not: [R, R]. Default: everything may. */
  readonly mask?: Tensor;
  /** Number of optimiser updates at most. */
  readonly steps: number;
}

/** Everything the next step depends on: a drag resumes from it with an identical trajectory. */
export interface DragState {
  /** Updates made so far. */
  readonly step: number;
  /** Handles after the last tracking. */
  readonly handles: readonly Point[];
  /** The optimised variable, in the latent space of the method. */
  readonly variable: Tensor;
  /** What the optimiser remembers. */
  readonly adam: AdamState;
}

/** One step: the state of the drag before its update, and what the update left behind. */
export interface DragStep {
  /** Updates made before it: 0 for the first step. */
  readonly step: number;
  /** Handles after tracking. */
  readonly handles: readonly Point[];
  /** Pixels between each handle and its target. */
  readonly distances: readonly number[];
  /** Confidence of each handle, relative to the undragged picture. */
  readonly confidence: readonly number[];
  /** What supervised each handle. */
  readonly supervisedBy: readonly ("current" | "template")[];
  /** Score maps of the search windows, [n, k, k] with k = 2 · r2 + 1. */
  readonly scores: Tensor;
  /** Absent on the step that ends a drag which arrived. */
  readonly loss?: number;
  /** Gradient of the loss with respect to the variable; absent as the loss is. */
  readonly gradient?: Tensor;
  /** Whether every handle has arrived, so that no update was made. */
  readonly stopped: boolean;
  /** The state after the update. */
  readonly state: DragState;
}

/** Options of {@linkcode drag}. */
export interface DragOptions {
  /** Where the drag is computed; the caller disposes it. */
  readonly runtime: Runtime;
  /** Stops the drag between two steps; a running step is waited for. */
  readonly signal?: AbortSignal;
  /** Where to go on: the state after some step of an equal drag. */
  readonly resume?: DragState;
}

/** The state before the first step. Handles are rounded to whole pixels, as all methods have it. */
function startOf(generator: Generator, problem: DragProblem, method: Method): DragState {
  const variable = generator.spaces[method.latentSpace]!.variableOf(problem.latent);
  const handles = problem.points.map(({ handle }): Point => [Math.round(handle[0]), Math.round(handle[1])]);
  return { step: 0, handles, variable, adam: adamStart(variable.data.length) };
}

/**
 * Checks that a problem fits a generator.
 *
 * @throws {InputError} when its latent, points or mask do not.
 */
export function checkProblem(generator: Generator, problem: DragProblem): void {
  const { latent, mask, points } = problem;
  checkPoints(points, generator.resolution);
  if (String(latent.shape) !== String(generator.latentShape)) {
    throw new InputError(`Expected a latent [${generator.latentShape}] but found [${latent.shape}].`);
  }
  if (!(latent.data as Float32Array).every(Number.isFinite)) {
    throw new InputError("Expected a latent of finite numbers but found NaN or infinity in it.");
  }
  const side = generator.resolution;
  if (mask && String(mask.shape) !== String([side, side])) {
    throw new InputError(`Expected a mask of ${side} × ${side} pixels but found ${mask.shape.join(" × ")}.`);
  }
}

/** Where the picture must not change; absent where the mask frees all of it, or none (DragGAN ignores such masks). */
function fixedOf(mask: Tensor | undefined): Tensor | undefined {
  if (!mask) return undefined;
  const fixed = Float32Array.from(mask.data as ArrayLike<number>, (v) => (v > 0 ? 0 : 1));
  return fixed.includes(1) && fixed.includes(0) ? float32(mask.shape, fixed) : undefined;
}

/** Tensors in memory that threads share, so that handing them to the worker every step copies nothing. */
const inSharedMemory = <T extends Tree<Tensor>>(tree: T): T =>
  mapTree<Tensor, Tensor>(tree, (t) => {
    const data = new Float32Array(new SharedArrayBuffer(t.data.byteLength));
    data.set(t.data as Float32Array);
    return { ...t, data };
  }) as T;

type Step = ReturnType<typeof stepFunction>;
type StepValues = Concrete<ReturnType<Step>>;

function describe(
  values: StepValues["value"],
  state: DragState,
  problem: DragProblem,
  method: Method,
): Omit<DragStep, "state"> {
  const handles = tensorPoints(values.handles);
  const distances = handles.map((handle, i) => distance(handle, problem.points[i]!.target));
  const byTemplate = Array.from(values.byTemplate.data as Float32Array);
  return {
    step: state.step,
    handles,
    distances,
    confidence: Array.from(values.confidence.data as Float32Array),
    supervisedBy: byTemplate.map((b) => (b > 0 ? "template" : "current")),
    scores: values.scores,
    stopped: distances.every((d) => d <= method.stopDistance),
  };
}

/** One step from a state, by a compiled step function. */
async function advance(
  compiled: Executable<Step>,
  inputs: Omit<Concrete<StepInputs>, "handles">,
  context: { generator: Generator; problem: DragProblem; method: Method; state: DragState },
): Promise<DragStep> {
  const { generator, problem, method, state } = context;
  const fed = { ...inputs, handles: pointsTensor(state.handles) } as Concrete<StepInputs>;
  const { value, grad } = await compiled.run(...[state.variable, fed] as Concrete<Parameters<Step>>);
  const described = describe(value, state, problem, method);
  if (described.stopped) return { ...described, state: { ...state, handles: described.handles } };
  const loss = (value.loss.data as Float32Array)[0]!;
  if (!Number.isFinite(loss)) {
    throw new Error(`The loss became ${loss} at step ${state.step}; try a smaller lr.`);
  }
  const { state: adam, variable } = adamUpdate(state.adam, state.variable, grad, method.lr);
  const projected = generator.spaces[method.latentSpace]!.project(variable);
  const next = { step: state.step + 1, handles: described.handles, variable: projected, adam };
  return { ...described, loss, gradient: grad, state: next };
}

/** A drag ready to be stepped: what was learned from the undragged picture, and the compiled step. */
export interface DragSession extends AsyncDisposable {
  /** The state before the first step. */
  readonly start: DragState;
  /** One step from a state. Pure: equal states give equal steps. Rejects when the loss is no finite number. */
  readonly step: (state: DragState) => Promise<DragStep>;
}

/** Looks at the undragged picture: what the tracker learns, templates, the reference of the mask term. */
async function prepare(
  generator: Generator,
  problem: DragProblem,
  method: Method,
  runtime: Runtime,
  start: DragState,
  masked: boolean,
): Promise<Concrete<Prepared>> {
  const handles = pointsTensor(start.handles);
  const f = prepareFunction(generator, method, masked);
  await using compiled = await runtime.compile(f, [problem.latent, handles], "prepare");
  const prepared = await compiled.run(problem.latent, handles) as unknown as Tree<Tensor>;
  return inSharedMemory(prepared) as unknown as Concrete<Prepared>;
}

/**
 * Prepares a drag for stepping by hand; {@linkcode drag} steps it to its end.
 *
 * @throws {InputError} when the latent, the points or the mask do not fit the generator.
 */
export async function openDrag(
  generator: Generator,
  problem: DragProblem,
  method: Method,
  runtime: Runtime,
): Promise<DragSession> {
  checkProblem(generator, problem);
  const fixed = fixedOf(problem.mask);
  const start = startOf(generator, problem, method);
  const prepared = await prepare(generator, problem, method, runtime, start, fixed !== undefined);
  const targets = pointsTensor(problem.points.map(({ target }) => target));
  const inputs = {
    start: problem.latent,
    targets,
    prepared,
    ...(fixed ? { fixed: inSharedMemory(fixed) } : {}),
    ...(method.lambdaLatent > 0 ? { anchor: start.variable } : {}),
  };
  const types = [start.variable, { ...inputs, handles: targets }] as unknown as readonly Tree<TensorType>[];
  const compiled = await runtime.compile(stepFunction(generator, method), types, "step");
  return {
    start,
    step: (state) => advance(compiled, inputs as never, { generator, problem, method, state }),
    [Symbol.asyncDispose]: () => compiled[Symbol.asyncDispose](),
  };
}

/**
 * Drags: yields one {@linkcode DragStep} per step, from which everything can be drawn, and ends when all handles
 * have arrived or `problem.steps` updates were made. Deterministic; there is one such loop for all methods.
 *
 * @throws {InputError} when the latent, the points or the mask do not fit the generator.
 * @throws the reason of `signal` once it is aborted, and an `Error` when the loss is no finite number.
 */
export async function* drag(
  generator: Generator,
  problem: DragProblem,
  method: Method,
  { runtime, signal, resume }: DragOptions,
): AsyncGenerator<DragStep, void, void> {
  await using session = await openDrag(generator, problem, method, runtime);
  let state = resume ?? session.start;
  while (state.step < problem.steps) {
    signal?.throwIfAborted();
    const step = await session.step(state);
    yield step;
    if (step.stopped) return;
    state = step.state;
  }
}

/**
 * The latent that a variable stands for: what pictures are made of.
 *
 * @param variable in the latent space of the method, as a {@linkcode DragState} holds it.
 * @param start the latent before the drag, in the generator's full space.
 * @returns the latent in the generator's full space, of the shape of `start`.
 */
export async function latentOf(
  generator: Generator,
  method: Pick<Method, "latentSpace">,
  runtime: Runtime,
  variable: Tensor,
  start: Tensor,
): Promise<Tensor> {
  const space = generator.spaces[method.latentSpace]!;
  const f = (v: Symbolic, s: Symbolic): Symbolic => space.latentOf(v, s);
  await using compiled = await runtime.compile(f, [variable, start], "latentOf");
  return await compiled.run(variable, start);
}
