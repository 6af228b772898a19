import { Buffer } from "node:buffer";
import { InputError } from "../errors.ts";
import { type EncodedModel, encodeInPlace } from "../onnx/model.ts";
import { type Symbolic, type TensorType } from "../onnx/symbolic.ts";
import { trace } from "../onnx/trace.ts";
import { leavesOf, type Mapped, mapTree, type Tree } from "../onnx/tree.ts";
import { checkUnchanged, filesOf } from "../stored_tensor.ts";
import { bytesOf, type Tensor } from "../tensor.ts";
import { checkWebgpu } from "./check_webgpu.ts";
import { checkFeeds } from "./check_feeds.ts";
import { GraphHashes, IdleSessions } from "./idle_sessions.ts";
import { type Provider, type SessionSettings } from "./protocol.ts";
import { chooseProvider, type ProviderChoice, PROVIDERS } from "./providers.ts";
import { sharedBytes } from "./shared_memory.ts";
import { WorkerClient } from "./worker_client.ts";

/** Options of {@linkcode openRuntime}. */
export interface RuntimeOptions {
  /** Where to compute (default "auto": the first of cuda, webgpu, cpu that creates a session). */
  readonly provider?: ProviderChoice;
  /** Threads inside one operator (default 0: one per physical core; 1 in the background). */
  readonly threads?: number;
  /** ONNX Runtime's graph optimisation (default "all"; float64 gradients need "basic"). */
  readonly optimization?: SessionSettings["optimization"];
  /** Prefix of ONNX Runtime's per-node profile files (default "": none). */
  readonly profile?: string;
  /**
   * Compute only where other threads leave a processor idle (default false): the worker's thread and those of its
   * sessions get the lowest priority. It changes nothing but on Linux, where threads have priorities, and nothing of
   * what a GPU does.
   */
  readonly background?: boolean;
  /**
   * How many sessions that were released are kept for equal graphs (default 0): drags one after the other by one
   * method are then compiled once.
   */
  readonly keep?: number;
}

/** A function that can be traced: symbolic tensors in, symbolic tensors out, in arrays and records. */
// deno-lint-ignore ban-types
export type Traceable = Function & ((...args: never[]) => Tree<Symbolic>);

/** The arguments of a traceable function with concrete tensors in place of symbolic ones. */
export type Concrete<T> = Mapped<T, Symbolic, Tensor>;

/** A compiled function: run it any number of times on tensors of the types it was compiled for. */
export interface Executable<F extends Traceable> extends AsyncDisposable {
  /** Computes it for arguments of the types that it was compiled for. */
  run(...args: Concrete<Parameters<F>>): Promise<Concrete<ReturnType<F>>>;
}

/** What the compile cache keeps: an executable whose types are known to its caller only. */
interface Compiled extends AsyncDisposable {
  run(...args: readonly Tree<Tensor>[]): Promise<Tree<Tensor>>;
}

/**
 * One worker with its sessions: where graphs are compiled and run. Dispose it when done. Runs of one runtime take
 * turns; open several to run at the same time.
 */
export class Runtime implements AsyncDisposable {
  /** Where it computes. */
  readonly provider: Provider;
  readonly #settings: SessionSettings;
  readonly #client = new WorkerClient();
  readonly #shared = new WeakMap<object, Uint8Array>();
  readonly #compiled = new Map<Traceable, Map<string, Promise<Compiled>>>();
  readonly #live = new Set<number>();
  readonly #hashes = new GraphHashes();
  readonly #idle: IdleSessions;
  #next = 0;

  /** A runtime on a provider that is known to work; {@linkcode openRuntime} finds one. */
  constructor(provider: Provider, options: RuntimeOptions = {}) {
    const { background = false, threads = background ? 1 : 0, optimization = "all", profile = "" } = options;
    this.provider = provider;
    this.#idle = new IdleSessions(options.keep ?? 0);
    this.#settings = { provider, threads, optimization, profile, background };
  }

  /** How many sessions are open. */
  get liveSessions(): number {
    return this.#live.size;
  }

  /**
   * Compiles `f` for arguments of the given types. The caller disposes the result.
   *
   * @param name what errors call it (default the function's own name).
   * @throws {InputError} when the graph has an operator that ONNX Runtime computes wrongly on WebGPU.
   */
  async compile<F extends Traceable>(
    f: F,
    types: readonly Tree<TensorType>[],
    name: string = f.name || "function",
  ): Promise<Executable<F>> {
    const { graph, result } = trace(name, f, types);
    if (this.provider === "webgpu") checkWebgpu(graph);
    const encoded = encodeInPlace(graph);
    const hash = this.#idle.most > 0 ? await this.#hashes.of(encoded, (weight) => this.#share(weight)) : "";
    const session = this.#idle.take(hash) ?? await this.#create(encoded);
    this.#live.add(session);
    const run = async (...args: readonly Tree<Tensor>[]): Promise<Tree<Tensor>> => {
      const feeds = Object.fromEntries(leavesOf<Tensor>(args).map(({ path, leaf }) => [`in.${path}`, leaf]));
      checkFeeds(graph, feeds);
      const outputs = await this.#client.ask({ kind: "run", session, feeds });
      return mapTree<Symbolic, Tensor>(result, (_, path) => outputs[path ? `out.${path}` : "out"]!);
    };
    const compiled: Compiled = { run, [Symbol.asyncDispose]: () => this.#release(session, hash) };
    return compiled as unknown as Executable<F>;
  }

  /** Compiles `f` for the types of `args`, once per function and signature, and runs it. The session is kept. */
  async run<F extends Traceable>(f: F, ...args: Concrete<Parameters<F>>): Promise<Concrete<ReturnType<F>>> {
    return await this.runTree(f, args as unknown as readonly Tree<Tensor>[]) as unknown as Concrete<
      ReturnType<F>
    >;
  }

  /** The same for functions whose types are not known to the compiler. */
  async runTree(f: Traceable, tree: readonly Tree<Tensor>[]): Promise<Tree<Tensor>> {
    const signature = leavesOf<Tensor>(tree).map(({ path, leaf }) => `${path}:${leaf.dtype}[${leaf.shape}]`)
      .join(";");
    const known = this.#compiled.get(f) ?? new Map<string, Promise<Compiled>>();
    this.#compiled.set(f, known);
    const compiled = known.get(signature) ?? this.compile(f, tree) as unknown as Promise<Compiled>;
    known.set(signature, compiled);
    compiled.catch(() => known.delete(signature));
    return await (await compiled).run(...tree);
  }

  /** Stops whatever runs, at once; the runtime cannot be used after. */
  abort(reason: unknown = new DOMException("The run was aborted.", "AbortError")): void {
    this.#live.clear();
    this.#client.end(reason instanceof Error ? reason : new Error(String(reason)));
  }

  /**
   * The bytes of a weight in memory that threads share: copied there once, and again where they have changed since. What
   * lies in such memory already is taken as it is.
   */
  #share({ data }: Tensor): Uint8Array {
    const bytes = bytesOf(data);
    const isShared = data.buffer instanceof SharedArrayBuffer;
    const known = this.#shared.get(data);
    if (known && (isShared || Buffer.compare(known, bytes) === 0)) return known;
    const own = isShared ? bytes : sharedBytes(bytes);
    this.#shared.set(data, own);
    return own;
  }

  async #create({ model, lean, weights, stored }: EncodedModel): Promise<number> {
    const data = [...weights].map(([path, value]) => [path, this.#share(value)] as const);
    const session = this.#next++;
    filesOf(stored?.tensors).forEach(checkUnchanged);
    await this.#client.ask({
      kind: "create",
      session,
      model,
      weights: data,
      folder: stored?.folder ?? "",
      lean,
      settings: this.#settings,
    });
    return session;
  }

  async #release(session: number, hash: string): Promise<void> {
    if (!this.#live.delete(session)) return;
    for (const dropped of this.#idle.give(hash, session)) {
      await this.#client.ask({ kind: "release", session: dropped });
    }
  }

  /** Releases all sessions and stops the worker. */
  async [Symbol.asyncDispose](): Promise<void> {
    const release = (session: number): Promise<unknown> => this.#client.ask({ kind: "release", session });
    await Promise.allSettled([...this.#live, ...this.#idle.all()].map(release));
    this.#live.clear();
    this.#client[Symbol.dispose]();
  }
}

/** Threads beyond which ONNX Runtime does not come to an end. Our choice. */
export const MOST_THREADS = 512;

/** Refuses options that ONNX Runtime would fail by later, or not at all. */
function checkOptions({ provider = "auto", threads = 0 }: RuntimeOptions): void {
  const providers = ["auto", ...PROVIDERS];
  if (!providers.includes(provider)) {
    throw new InputError(
      `Expected the provider to be one of ${providers.join(", ")} but found "${provider}".`,
    );
  }
  if (!Number.isInteger(threads) || threads < 0 || threads > MOST_THREADS) {
    throw new InputError(
      `Expected threads as a whole number from 0 to ${MOST_THREADS} but found ${threads}.`,
    );
  }
}

/**
 * Opens a runtime.
 *
 * @throws {InputError} when a provider asked for by name is unknown or not available, or the number of threads is none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mul } from "../onnx/ops/mod.ts";
 * import type { Symbolic } from "../onnx/symbolic.ts";
 * import { float32 } from "../tensor.ts";
 * import { openRuntime } from "./runtime.ts";
 *
 * await using runtime = await openRuntime({ provider: "cpu" });
 * const double = (x: Symbolic) => mul(x, 2);
 * const { data } = await runtime.run(double, float32([2], [1, 2]));
 * assert.deepEqual([...data], [2, 4]);
 * ```
 */
export async function openRuntime(options: RuntimeOptions = {}): Promise<Runtime> {
  checkOptions(options);
  return new Runtime(await chooseProvider(options.provider ?? "auto"), options);
}
