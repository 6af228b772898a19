import { z } from "zod";
import { type Method } from "../../drag/method.ts";
import { methodsFor } from "../../drag/methods/mod.ts";
import { checkPoints, type PointPair } from "../../drag/points.ts";
import { checkProblem, type DragProblem } from "../../drag/problem.ts";
import { type DragRecord } from "../../drag/record.ts";
import { InputError } from "../../errors.ts";
import { type RgbaImage } from "../../formats/image_rgba.ts";
import { type Generator } from "../../generators/generator.ts";
import { messageOf } from "../../message_of.ts";
import { type Runtime } from "../../runtime/runtime.ts";
import { type Tensor } from "../../tensor.ts";
import { DISPLAY, type Displayable } from "../display/displayable.ts";
import { type KernelHost, kernelHost } from "../kernel/host.ts";
import { type AnyWidget, openAnyWidget, type WidgetBundle } from "./any_widget.ts";
import { type DragResult, render, watchedDrag } from "./drag_run.ts";
import { checkChanges, type DragWidgetState, isBusy, MOST_STEPS, widgetColours } from "./drag_state.ts";
import { completePairs, maskTensor, traceOf } from "./drag_values.ts";
import { stillBundle } from "./drag_still.ts";
import { dragFrontEnd } from "./front_end.ts";

/** Options of {@linkcode dragWidget}. */
export interface DragWidgetOptions {
  /** Where drags are computed; the caller disposes it when the widget is not used any more. */
  readonly runtime: Runtime;
  /** The latent of the picture, in the generator's full space. */
  readonly latent: Tensor;
  /** Handles and targets to begin with (default: none). */
  readonly points?: readonly PointPair[];
  /** Where the picture may move to begin with, [H, W], 1 being yes (default: everywhere). */
  readonly mask?: Tensor;
  /** Methods to choose from, by the names that the widget shows (default: those published for such generators). */
  readonly methods?: Readonly<Record<string, Method>>;
  /** The method that is chosen at first (default the first StableDrag among them, or else the first). */
  readonly method?: string;
  /** Updates at most, from 1 to 2000, to begin with (default 100, our choice). */
  readonly steps?: number;
  /** The kernel that shows it (default: the one that the code runs in, if it can show widgets). */
  readonly host?: KernelHost;
}

const COMMAND = z.object({ type: z.enum(["run", "stop", "reset"]) });

const NO_DRAG = { trace: new Float32Array(0), tau: null, message: "" };

const opaque = ({ data }: RgbaImage): Uint8Array => new Uint8Array(data);

/**
 * The picture of a latent on which one places handles and targets and brushes a mask, runs drags and watches them. The
 * last expression of a cell shows it; later cells read what came of it. Made by {@linkcode dragWidget}.
 */
export class DragWidget implements Displayable {
  readonly #generator: Generator;
  readonly #options: DragWidgetOptions;
  readonly #methods: Readonly<Record<string, Method>>;
  readonly #start: RgbaImage;
  readonly #host: KernelHost | undefined;
  readonly #widget: AnyWidget<DragWidgetState>;
  #stop = new AbortController();
  #picture: RgbaImage;
  #result: DragResult | undefined;

  /** See {@linkcode dragWidget}. */
  constructor(
    generator: Generator,
    options: DragWidgetOptions,
    methods: Readonly<Record<string, Method>>,
    state: DragWidgetState,
    start: RgbaImage,
  ) {
    this.#generator = generator;
    this.#options = options;
    this.#methods = methods;
    this.#start = this.#picture = start;
    this.#host = options.host ?? kernelHost();
    this.#widget = openAnyWidget({
      ...dragFrontEnd(),
      state,
      check: (changes) => this.#accept(changes),
      still: () => stillBundle(this.#picture, this.#record()),
      comms: this.#host?.comms,
    });
    this.#widget.model.onMessage((content) => this.#command(content));
  }

  /** The picture that is shown, also while a drag goes on. */
  get picture(): RgbaImage {
    return this.#picture;
  }

  /** What the last drag ended with; none before one has ended. */
  get result(): DragResult | undefined {
    return this.#result;
  }

  /** Handles and targets as they are placed; handles that have no target yet are left out. */
  get points(): readonly PointPair[] {
    return this.#state.points.flatMap(({ handle, target }) => target ? [{ handle, target }] : []);
  }

  /** The mask as it is brushed, [H, W], 1 where the picture may move; none where all of it may. */
  get mask(): Tensor | undefined {
    return maskTensor(this.#state.mask, this.#generator.size);
  }

  /**
   * Drags as the widget is set, as Run does.
   *
   * @returns what the drag ended with, also where it was stopped.
   * @throws {InputError} when a drag goes on, or no drag can be made of points and mask.
   */
  async run(): Promise<DragResult> {
    if (isBusy(this.#state.status)) {
      throw new InputError("Expected one drag at a time but found one going on.");
    }
    this.#stop = new AbortController();
    this.#set({ ...NO_DRAG, status: "starting" });
    try {
      this.#result = await this.#drag();
    } catch (error) {
      this.#set({ status: "failed", message: messageOf(error) });
      throw error;
    }
    const { record, picture } = this.#result;
    this.#show(picture);
    const isWhole = record.steps.length === this.#state.steps;
    const arrived = record.steps.at(-1)?.stopped;
    this.#set({ status: arrived ? "arrived" : isWhole ? "done" : "stopped" });
    return this.#result;
  }

  /** Stops the drag that goes on, if any, after its present step. */
  stop(): void {
    if (!isBusy(this.#state.status)) return;
    this.#stop.abort();
    this.#set({ status: "stopping" });
  }

  /** Goes back to the undragged picture; points and mask stay. Nothing happens while a drag goes on. */
  reset(): void {
    if (isBusy(this.#state.status)) return;
    this.#show(this.#start);
    this.#set({ ...NO_DRAG, status: "ready" });
  }

  /** Closes all views; a drag that goes on is stopped. */
  close(): void {
    this.stop();
    this.#widget.model.close();
  }

  /** Shows the widget, or where there are no comms a still picture with the points. */
  [DISPLAY](): Promise<WidgetBundle> {
    return this.#widget[DISPLAY]();
  }

  get #state(): Readonly<DragWidgetState> {
    return this.#widget.model.state;
  }

  #set(changes: Partial<DragWidgetState>): void {
    this.#widget.model.set(changes);
  }

  #show(picture: RgbaImage): void {
    this.#picture = picture;
    this.#set({ picture: opaque(picture) });
  }

  #drag(): Promise<DragResult> {
    const { latent, runtime } = this.#options;
    const { steps, method, points } = this.#state;
    const { mask } = this;
    const problem: DragProblem = { latent, points: completePairs(points), steps, ...(mask ? { mask } : {}) };
    const signals = [this.#stop.signal, ...(this.#host ? [this.#host.signal()] : [])];
    const watcher = {
      onStep: (record: DragRecord): void => this.#follow(record),
      onPicture: (picture: RgbaImage): void => this.#show(picture),
    };
    return watchedDrag({
      generator: this.#generator,
      problem,
      method: this.#methods[method]!,
      runtime,
      signal: AbortSignal.any(signals),
      watcher,
    });
  }

  #follow(record: DragRecord): void {
    const isStopping = this.#state.status === "stopping";
    this.#set({
      trace: traceOf(record.steps),
      tau: record.tau ?? null,
      status: isStopping ? "stopping" : "running",
    });
  }

  #record(): DragRecord {
    const isShown = this.#result && this.#picture === this.#result.picture;
    if (isShown) return this.#result!.record;
    return {
      method: this.#state.method,
      size: this.#generator.size,
      points: this.points,
      steps: [],
    };
  }

  #accept(changes: Readonly<Record<string, unknown>>): Partial<DragWidgetState> {
    if (isBusy(this.#state.status)) throw new InputError("Expected no changes while a drag goes on.");
    return checkChanges(this.#generator.size, Object.keys(this.#methods))(changes);
  }

  #command(content: unknown): void {
    const { data } = COMMAND.safeParse(content);
    if (data?.type === "run") this.run().catch(() => {}); // The widget shows why.
    if (data?.type === "stop") this.stop();
    if (data?.type === "reset") this.reset();
  }
}

function checkStart(
  generator: Generator,
  { latent, points = [], mask, steps = 1 }: DragWidgetOptions,
): void {
  const somewhere = { handle: [0, 0], target: [1, 0] } as const;
  checkProblem(generator, { latent, points: [somewhere], steps, ...(mask ? { mask } : {}) });
  if (points.length > 0) checkPoints(points, generator.size);
  if (!Number.isInteger(steps) || steps < 1 || steps > MOST_STEPS) {
    throw new InputError(`Expected steps from 1 to ${MOST_STEPS} but found ${steps}.`);
  }
}

/**
 * Makes a widget to drag a picture with: place handles and targets with the mouse or keys, brush where the picture may
 * move, press Run and watch. On a host without comms it shows as a still picture; `run()` works everywhere.
 *
 * @throws {InputError} when latent, points, mask, method or steps do not fit the generator.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { stylegan2 } from "../../generators/stylegan2/generator.ts";
 * import { randomStylegan2 } from "../../generators/stylegan2/random_weights.ts";
 * import { openRuntime } from "../../runtime/runtime.ts";
 * import { zeros } from "../../tensor.ts";
 * import { dragWidget } from "./drag_widget.ts";
 *
 * await using runtime = await openRuntime();
 * const generator = stylegan2(randomStylegan2({ resolution: 32, channelBase: 64 }));
 * const points = [{ handle: [10, 16], target: [20, 16] }] as const;
 * const widget = await dragWidget(generator, { runtime, latent: zeros(generator.latentShape), points, steps: 2 });
 * const { record } = await widget.run();
 * assert.equal(record.steps.length, 2);
 * ```
 */
export async function dragWidget(generator: Generator, options: DragWidgetOptions): Promise<DragWidget> {
  checkStart(generator, options);
  const { runtime, latent, points = [], mask, steps = 100 } = options;
  const methods = options.methods ??
    Object.fromEntries(Object.entries(methodsFor(generator)).map(([name, make]) => [name, make(generator)]));
  const names = Object.keys(methods);
  const method = options.method ?? names.find((name) => name.startsWith("stabledrag")) ?? names[0];
  if (method === undefined || !names.includes(method)) {
    throw new InputError(`Expected one of the methods ${names.join(", ") || "(none)"} but found ${method}.`);
  }
  const start = await render(generator, runtime, latent);
  return new DragWidget(generator, options, methods, {
    ...NO_DRAG,
    picture: opaque(start),
    size: generator.size,
    colours: widgetColours(),
    points,
    mask: mask ? Uint8Array.from(mask.data as ArrayLike<number>, (v) => v > 0 ? 1 : 0) : null,
    method,
    methods: names,
    steps,
    status: "ready",
  }, start);
}
