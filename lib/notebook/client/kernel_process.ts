import { join } from "node:path";
import { InputError } from "../../errors.ts";
import { type ConnectionInfo, newConnection, writeConnectionFile } from "../protocol/connection_file.ts";
import { type KernelCommand } from "./kernel_command.ts";
import { KernelEnded } from "./kernel_error.ts";

/** Characters of what a kernel complained of last that are kept. */
const KEPT = 4000;

/** A process that gets SIGTERM has so many milliseconds. Our choice. */
const TERMINATION_TIME = 2000;

/** Milliseconds in which the last words of a kernel that has ended are waited for. */
const GRACE = 200;

/** The line of a kernel's last words that says most; empty where it said nothing. */
function reason(words: string): string {
  const lines = words.trim().split("\n");
  return (lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1)!).trim();
}

function spawn(
  { argv: [program, ...args], env }: KernelCommand,
  file: string,
  cwd: string,
): Deno.ChildProcess {
  try {
    return new Deno.Command(program, {
      args: args.map((word) => word.replaceAll("{connection_file}", file)),
      cwd,
      // Kernels of Jupyter's own end with the process that this names.
      env: { ...env, JPY_PARENT_PID: String(Deno.pid) },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new InputError(`Expected a kernel at ${program} and a folder at ${cwd} but found none.`, { cause });
  }
}

/** The process of a kernel, and the file that says where it listens. */
export class KernelProcess implements AsyncDisposable {
  /** Where the kernel listens. */
  readonly connection: ConnectionInfo;
  /** Aborts when the process ends; its reason is a {@linkcode KernelEnded} that says how. */
  readonly ended: AbortSignal;
  readonly #child: Deno.ChildProcess;
  readonly #folder: string;
  readonly #over: Promise<void>;

  private constructor(connection: ConnectionInfo, child: Deno.ChildProcess, folder: string) {
    const controller = new AbortController();
    this.connection = connection;
    this.ended = controller.signal;
    this.#child = child;
    this.#folder = folder;
    this.#over = this.#watch(controller);
  }

  /**
   * Starts a kernel in the folder `cwd`. It may be a second before it listens.
   *
   * @throws {InputError} when there is no such program or folder.
   */
  static async start(command: KernelCommand, cwd: string): Promise<KernelProcess> {
    const folder = await Deno.makeTempDir({ prefix: "stabledrag-kernel-" });
    try {
      const file = join(folder, "connection.json");
      const connection = newConnection();
      await writeConnectionFile(file, connection);
      return new KernelProcess(connection, spawn(command, file, cwd), folder);
    } catch (error) {
      await Deno.remove(folder, { recursive: true });
      throw error;
    }
  }

  /** Its process's number. */
  get pid(): number {
    return this.#child.pid;
  }

  /** Sends a signal; nothing happens where the process has ended. */
  signal(signal: Deno.Signal): void {
    if (this.ended.aborted) return;
    try {
      this.#child.kill(signal);
    } catch (error) {
      // It has ended just now.
      if (!(error instanceof TypeError || error instanceof Deno.errors.NotFound)) throw error;
    }
  }

  /** Resolves when the process has ended, or `patience` ms are over. */
  async endsWithin(patience: number): Promise<void> {
    const waited = Promise.withResolvers<void>();
    const timer = setTimeout(waited.resolve, patience);
    await Promise.race([this.#over, waited.promise]);
    clearTimeout(timer);
  }

  /** Resolves when the process has ended by itself, or was killed because it did not within `patience` ms. */
  async end(patience: number): Promise<void> {
    const timer = setTimeout(() => this.signal("SIGKILL"), patience);
    await this.#over;
    clearTimeout(timer);
  }

  /** Ends the process by SIGTERM, so that it can tidy up, or kills it where it does not end within 2 s. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.signal("SIGTERM");
    await this.end(TERMINATION_TIME);
  }

  async #watch(controller: AbortController): Promise<void> {
    const stop = new AbortController();
    const decoder = new TextDecoder();
    let words = "";
    const keep = new WritableStream<Uint8Array>({
      write: (chunk): void => {
        words = (words + decoder.decode(chunk, { stream: true })).slice(-KEPT);
      },
    });
    const read = this.#child.stderr.pipeTo(keep, { signal: stop.signal }).catch(() => {});
    const { code, signal } = await this.#child.status;
    // What the kernel started may hold its stderr open still.
    const timer = setTimeout(() => stop.abort(), GRACE);
    await read;
    clearTimeout(timer);
    const how = signal === null ? `exit status ${code}` : signal;
    const why = reason(words);
    controller.abort(new KernelEnded(`The kernel ended with ${how}${why ? `: ${why}` : "."}`));
    await Deno.remove(this.#folder, { recursive: true }).catch(() => {});
  }
}
