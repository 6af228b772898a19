import { type Generator } from "../generators/generator.ts";
import { type TensorType } from "../onnx/symbolic.ts";
import { type Tree } from "../onnx/tree.ts";
import { type Concrete, type Executable, type Runtime } from "../runtime/runtime.ts";
import { type Method } from "./method.ts";
import { type Memory } from "./state.ts";
import { relearnFunction, stepFunction } from "./step_function.ts";
import { type HandleLayout } from "./windows/handle_windows.ts";
import { type MaskLayout } from "./windows/layout.ts";

/** A drag step as a function of the variable and its inputs. */
export type Step = ReturnType<typeof stepFunction>;

/** What is learned of the handles of a picture, as a function of its variable, the latent before the drag, and them. */
export type Relearn = ReturnType<typeof relearnFunction>;

/** Compiled steps at most: handles that move apart and together go back and forth between two layouts. */
const MOST = 2;

const keyOf = (handles: HandleLayout | undefined): string =>
  handles ? `${handles.count}·${handles.size}·${handles.shared}` : "whole";

/** The compiled steps of one drag, by the layout of their windows; the ones that were used last are kept. */
export class CompiledSteps implements AsyncDisposable {
  readonly #compiled = new Map<string, Promise<Executable<Step>>>();
  #relearn: Promise<Executable<Relearn>> | undefined;

  /** Steps of a drag whose mask is laid out once. */
  constructor(
    readonly generator: Generator,
    readonly method: Method,
    readonly mask: MaskLayout | undefined,
    readonly runtime: Runtime,
  ) {}

  /** The step as a function to be compiled. */
  step(handles: HandleLayout | undefined): Step {
    const { mask } = this;
    return stepFunction(this.generator, this.method, {
      ...(handles ? { handles } : {}),
      ...(mask ? { mask } : {}),
    });
  }

  /** The step for some windows, compiled unless it was one of the last. */
  async compiled(
    handles: HandleLayout | undefined,
    types: readonly Tree<TensorType>[],
  ): Promise<Executable<Step>> {
    const key = keyOf(handles);
    const step = this.#compiled.get(key) ?? this.runtime.compile(this.step(handles), types, "step");
    this.#compiled.delete(key);
    this.#compiled.set(key, step);
    for (const old of [...this.#compiled.keys()].slice(0, -MOST)) await this.#release(old);
    return await step;
  }

  /** What is learned again of handles [n, 2] in the picture of a variable; compiled when it is first asked for. */
  async relearn(...args: Concrete<Parameters<Relearn>>): Promise<Memory> {
    this.#relearn ??= this.runtime.compile(relearnFunction(this.generator, this.method), args, "relearn");
    return await (await this.#relearn).run(...args);
  }

  async #release(key: string): Promise<void> {
    const step = this.#compiled.get(key);
    this.#compiled.delete(key);
    await (await step)?.[Symbol.asyncDispose]();
  }

  /** Releases all sessions. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled([...this.#compiled.keys()].map((key) => this.#release(key)));
    await (await this.#relearn)?.[Symbol.asyncDispose]();
  }
}
