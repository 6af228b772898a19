import { type Message } from "../protocol/message.ts";
import { type KernelCommand } from "./kernel_command.ts";
import { KernelClient } from "./kernel_client.ts";
import { KernelEnded } from "./kernel_error.ts";
import { KernelProcess } from "./kernel_process.ts";

/** How a kernel is started. */
export interface KernelOptions {
  /** Its working folder. Default: ours. */
  readonly cwd?: string;
  /** Milliseconds until it must have answered. Default: 60 000, our choice. */
  readonly startTime?: number;
  /** Ends the start by its reason. Default: nothing does. */
  readonly signal?: AbortSignal;
  /** Gets all that the kernel publishes, such as comm messages; it must not throw. Default: nobody. */
  readonly onPublished?: (message: Message) => void;
}

/** A kernel that was told to end may take so many milliseconds for it. Our choice. */
const SHUTDOWN_TIME = 5000;

/** Milliseconds in which the end of a kernel whose connection has ended is waited for. Our choice. */
const DYING_TIME = 2000;

/** A kernel in a process of its own. Dispose it, or call `shutdown`, when it is done: it leaves nothing behind. */
export class Kernel implements AsyncDisposable {
  /** Talks to it. */
  readonly client: KernelClient;
  /** Runs it. */
  readonly process: KernelProcess;
  readonly #command: KernelCommand;

  private constructor(command: KernelCommand, process: KernelProcess, client: KernelClient) {
    this.#command = command;
    this.process = process;
    this.client = client;
  }

  /**
   * Starts a kernel and waits until it answers.
   *
   * @throws {InputError} when there is no such program or folder.
   * @throws {KernelEnded} when it ends instead of answering, or does not answer in time; it is killed then.
   */
  static async start(
    command: KernelCommand,
    { cwd = ".", startTime = 60_000, signal: stop, onPublished }: KernelOptions = {},
  ): Promise<Kernel> {
    const process = await KernelProcess.start(command, cwd);
    const late = new AbortController();
    const timer = setTimeout(
      () => late.abort(new KernelEnded(`The kernel did not answer within ${startTime / 1000} s.`)),
      startTime,
    );
    const signal = AbortSignal.any([process.ended, late.signal, ...(stop ? [stop] : [])]);
    try {
      return new Kernel(
        command,
        process,
        await KernelClient.connect(process.connection, signal, onPublished),
      );
    } catch (error) {
      // The connection of a kernel that dies may end before its process has.
      if (!signal.aborted) await process.endsWithin(DYING_TIME);
      const reason: unknown = signal.aborted ? signal.reason : error;
      await process[Symbol.asyncDispose]();
      throw reason;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Interrupts what the kernel executes, in the way that it asks for. It resolves when the kernel knows. */
  async interrupt(): Promise<void> {
    if (this.#command.interrupt === "signal") this.process.signal("SIGINT");
    else await this.client.request("control", "interrupt_request", {});
  }

  /** Tells the kernel to end, and kills it where it does not within 5 s. It may be called again. */
  async shutdown(): Promise<void> {
    const told = this.client.request("control", "shutdown_request", { restart: false });
    // Whether it replies or not, what counts is that it ends.
    told.catch(() => {});
    await this.process.end(SHUTDOWN_TIME);
    this.client[Symbol.dispose]();
  }

  /** The same as `shutdown`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.shutdown();
  }
}
