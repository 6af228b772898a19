import { type Generator } from "../generators/generator.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { type Tensor } from "../tensor.ts";
import { type Method } from "./method.ts";
import { type DragProblem } from "./problem.ts";
import { openDrag, type SessionOptions } from "./session.ts";
import { type DragState, type DragStep } from "./state.ts";

/** Options of {@linkcode drag}. */
export interface DragOptions extends SessionOptions {
  /** Stops the drag between two steps (default: nothing does); a running step is waited for. */
  readonly signal?: AbortSignal;
  /** Where to go on: the state after some step of an equal drag. */
  readonly resume?: DragState;
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
  { signal, resume, ...options }: DragOptions,
): AsyncGenerator<DragStep, void, void> {
  await using session = await openDrag(generator, problem, method, options);
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
