import { type Generator } from "../generators/generator.ts";
import { type Graph, trace } from "../onnx/trace.ts";
import { mapTree, type Tree } from "../onnx/tree.ts";
import { type Concrete, type Runtime } from "../runtime/runtime.ts";
import { sharedNumbers } from "../runtime/shared_memory.ts";
import { onlyNumber, type Tensor } from "../tensor.ts";
import { adamStart, adamUpdate } from "../optimise/adam.ts";
import { checkFinite } from "./check_finite.ts";
import { CompiledSteps, type Step } from "./compiled_steps.ts";
import { dragGrid, type Grid } from "./grid.ts";
import { type Method } from "./method.ts";
import { distance, type Point, pointsTensor, tensorPoints } from "./points.ts";
import { motionOf } from "./motion/motion_of.ts";
import { checkProblem, type DragProblem } from "./problem.ts";
import { type DragState, type DragStep, type Memory } from "./state.ts";
import { prepareFunction } from "./step_function.ts";
import { stillPlaces } from "./still_places.ts";
import { explain } from "./windows/explain.ts";
import { type HandleWindows } from "./windows/handle_windows.ts";
import { type Planner, planner } from "./windows/layout.ts";
import { placesOf } from "./windows/look.ts";

/** Options of {@linkcode openDrag}. */
export interface SessionOptions {
  /** Where the drag is computed; the caller disposes it. */
  readonly runtime: Runtime;
  /**
   * Compute the whole feature map in every step (default false: only windows of it, where that is cheaper). The
   * trajectory is the same, to rounding.
   */
  readonly fullFrame?: boolean;
}

/** The state before the first step. */
function startOf(generator: Generator, problem: DragProblem, method: Method): DragState {
  const variable = generator.spaces[method.latentSpace]!.variableOf(problem.latent);
  const { start, from } = dragGrid(generator);
  const handles = problem.points.map(({ handle }) => from(start(handle)));
  return { step: 0, handles, variable, adam: adamStart(variable.data.length) };
}

/** Tensors in memory that threads share, so that handing them to the worker every step copies nothing. */
const inSharedMemory = <T extends Tree<Tensor>>(tree: T): T =>
  mapTree<Tensor, Tensor>(tree, (t) => ({ ...t, data: sharedNumbers(t.data as Float32Array) })) as T;

type StepValues = Concrete<ReturnType<Step>>;

function describe(
  values: StepValues["value"],
  state: DragState,
  problem: DragProblem,
  { from }: Grid,
): Omit<DragStep, "state"> {
  const handles = tensorPoints(values.handles).map(from);
  const distances = handles.map((handle, i) => distance(handle, problem.points[i]!.target));
  const byTemplate = Array.from(values.byTemplate.data as Float32Array);
  return {
    step: state.step,
    handles,
    distances,
    confidence: Array.from(values.confidence.data as Float32Array),
    supervisedBy: byTemplate.map((b) => (b > 0 ? "template" : "current")),
    ...(values.scores ? { scores: values.scores } : {}),
    stopped: (values.arrived.data as Float32Array).every((a) => a > 0),
  };
}

/** A drag ready to be stepped: what was learned from the undragged picture, and the compiled steps. */
export interface DragSession extends AsyncDisposable {
  /** The state before the first step. */
  readonly start: DragState;
  /** One step from a state. Pure: equal states give equal steps. Rejects when a number of it is not finite. */
  readonly step: (state: DragState) => Promise<DragStep>;
  /** The graph of the step from a state. */
  readonly graph: (state: DragState) => Graph;
  /** What the step from a state computes of each block and why, as lines of text. */
  readonly explain: (state: DragState) => string;
}

/** What every step of a drag is told alike. */
type ConstantInputs = Readonly<Record<string, Tree<Tensor>>>;

/** Looks at the undragged picture: what the method learns there, templates, the reference of the mask term. */
async function prepare(
  { generator, method, mask, runtime }: CompiledSteps,
  problem: DragProblem,
  start: DragState,
): Promise<ConstantInputs> {
  const handles = pointsTensor(start.handles.map(dragGrid(generator).onto));
  const f = prepareFunction(generator, method, mask);
  await using compiled = await runtime.compile(f, [problem.latent, handles], "prepare");
  return inSharedMemory(await compiled.run(problem.latent, handles));
}

async function constantInputs(
  steps: CompiledSteps,
  problem: DragProblem,
  start: DragState,
): Promise<ConstantInputs> {
  const fixed = (steps.mask?.parts ?? []).map((part) => part.fixed);
  return {
    start: problem.latent,
    targets: pointsTensor(problem.points.map(({ target }) => dragGrid(steps.generator).end(target))),
    ...await prepare(steps, problem, start),
    fixed: inSharedMemory(fixed),
    ...(steps.method.lambdaLatent > 0 ? { anchor: start.variable } : {}),
  };
}

/** The arguments of the step from a state whose handles lie somewhere on the grid, in windows. */
function argumentsOf(
  inputs: ConstantInputs,
  state: DragState,
  handles: readonly Point[],
  windows: HandleWindows | undefined,
): readonly Tree<Tensor>[] {
  const memory = { ...inputs.memory, ...state.memory };
  const places = windows ? { places: placesOf(windows) } : {};
  return [state.variable, { ...inputs, memory, handles: pointsTensor(handles), ...places }];
}

/** What is known after a step: what it changed, and what is learned again now. */
async function memoryAfter(
  steps: CompiledSteps,
  { latent }: DragProblem,
  { step, variable, memory }: DragState,
  { handles, memory: changed }: StepValues["value"],
): Promise<Memory | undefined> {
  const every = motionOf(steps.method).relearning?.every ?? Infinity;
  const again = (step + 1) % every === 0 ? await steps.relearn(variable, latent, handles) : undefined;
  const known = { ...memory, ...changed, ...again };
  return Object.keys(known).length > 0 ? known : undefined;
}

/** The state after an update by the gradient of a step. */
async function stateAfter(
  steps: CompiledSteps,
  problem: DragProblem,
  state: DragState,
  { value, grad }: Concrete<ReturnType<Step>>,
  handles: readonly Point[],
): Promise<DragState> {
  const { generator, method } = steps;
  const { state: adam, variable } = adamUpdate(state.adam, state.variable, grad, method.lr);
  const projected = generator.spaces[method.latentSpace]!.project(variable);
  const memory = await memoryAfter(steps, problem, state, value);
  return { step: state.step + 1, handles, variable: projected, adam, ...(memory ? { memory } : {}) };
}

/** A step for errors about its numbers, and what may be their cause. */
const whereIn = ({ step }: Pick<DragState, "step">): string =>
  `at step ${step}; ${
    step > 0 ? "try a smaller lr" : "weights of the model, the latent or an option may be broken"
  }`;

/** What a computed step means: whether the drag arrived, and else the state after its update. */
async function finished(
  steps: CompiledSteps,
  result: Concrete<ReturnType<Step>>,
  state: DragState,
  problem: DragProblem,
): Promise<DragStep> {
  const { value, grad } = result;
  const described = describe(value, state, problem, dragGrid(steps.generator));
  const { handles, confidence, scores } = described;
  const where = whereIn(state);
  checkFinite(where, { "tracking score": scores?.data as Float32Array | undefined, confidence });
  if (described.stopped) return { ...described, state: { ...state, handles } };
  const loss = onlyNumber(value.loss);
  checkFinite(where, { loss: [loss], gradient: grad.data as Float32Array });
  const after = await stateAfter(steps, problem, state, result, handles);
  checkFinite(where, { latent: after.variable.data as Float32Array });
  return { ...described, loss, gradient: grad, state: after };
}

/** What is computed of the steps of a drag that starts with handles. */
const planOf = (
  generator: Generator,
  { mask }: DragProblem,
  method: Method,
  handles: readonly Point[],
  fullFrame: boolean,
): Planner => planner(generator, method, handles, stillPlaces(generator, method, mask), fullFrame);

/**
 * What the first step of a drag computes of each block, and the work of the alternatives, as lines of text. Nothing
 * is compiled for it.
 *
 * @throws {InputError} when the latent, the points or the mask do not fit the generator.
 */
export function explainDrag(
  generator: Generator,
  problem: DragProblem,
  method: Method,
  { fullFrame = false }: Pick<SessionOptions, "fullFrame"> = {},
): string {
  checkProblem(generator, problem, method);
  const handles = startOf(generator, problem, method).handles.map(dragGrid(generator).onto);
  const plan = planOf(generator, problem, method, handles, fullFrame);
  return explain(generator, method.featureBlock, plan, handles);
}

/**
 * Prepares a drag for stepping by hand; `drag` steps it to its end.
 *
 * @throws {InputError} when the latent, the points or the mask do not fit the generator.
 */
export async function openDrag(
  generator: Generator,
  problem: DragProblem,
  method: Method,
  { runtime, fullFrame = false }: SessionOptions,
): Promise<DragSession> {
  checkProblem(generator, problem, method);
  const start = startOf(generator, problem, method);
  const onGrid = ({ handles }: DragState): readonly Point[] => handles.map(dragGrid(generator).onto);
  const plan = planOf(generator, problem, method, onGrid(start), fullFrame);
  const steps = new CompiledSteps(generator, method, plan.mask, runtime);
  const inputs = await constantInputs(steps, problem, start);
  const at = (state: DragState): { windows: HandleWindows | undefined; args: readonly Tree<Tensor>[] } => {
    const windows = plan.handleWindows(onGrid(state));
    return { windows, args: argumentsOf(inputs, state, onGrid(state), windows) };
  };
  return {
    start,
    step: async (state) => {
      const { windows, args } = at(state);
      const compiled = await steps.compiled(windows, args);
      const result = await compiled.run(...args as unknown as Concrete<Parameters<Step>>);
      return await finished(steps, result, state, problem);
    },
    graph: (state) => {
      const { windows, args } = at(state);
      return trace("step", steps.step(windows), args).graph;
    },
    explain: (state) => explain(generator, method.featureBlock, plan, onGrid(state)),
    [Symbol.asyncDispose]: () => steps[Symbol.asyncDispose](),
  };
}
