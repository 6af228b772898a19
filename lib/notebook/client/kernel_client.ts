import { type ConnectionInfo } from "../protocol/connection_file.ts";
import { type JsonObject, type Message, newMessage } from "../protocol/message.ts";
import { CellOutputs, type Displays, updateDisplays } from "./cell_outputs.ts";
import { Channels, type RequestChannel } from "./channels.ts";
import { type ExecuteOptions, type Execution, type TypedCommMessage } from "./execution.ts";
import { ExecutionTimeout, KernelEnded } from "./kernel_error.ts";
import {
  type Completeness,
  type Completion,
  parseCompleteness,
  parseCompletion,
  parseExecuteReply,
} from "./replies.ts";
import { within } from "./within.ts";

/** Milliseconds between the end of a connection and the news that the kernel has ended. */
const GRACE = 1000;

/** A cell is done when nothing was published for so many milliseconds … */
const QUIET = 15;

/** … or after so many times as long, where it published all the time. */
const ROUNDS = 10;

/**
 * A client of a kernel that runs. Where the kernel ends, whatever waits for it fails with a
 * {@linkcode KernelEnded}. Dispose it when it is done.
 */
export class KernelClient implements Disposable {
  readonly #channels: Channels;
  readonly #onPublished: (message: Message) => void;
  readonly #session = crypto.randomUUID();
  readonly #displays: Displays = new Map();
  readonly #executions = new Map<string, (message: Message) => void>();
  readonly #ended = Promise.withResolvers<never>();
  #published = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  private constructor(channels: Channels, signal: AbortSignal, onPublished: (message: Message) => void) {
    this.#channels = channels;
    this.#onPublished = onPublished;
    // Whoever waits sees how it ends; nobody has to.
    this.#ended.promise.catch(() => {});
    signal.addEventListener("abort", () => this.#ended.reject(signal.reason), { once: true });
    channels.read((message) => this.#take(message)).then((cause) => {
      const closed = new KernelEnded("The kernel closed its connection.", { cause });
      this.#timer = setTimeout(() => this.#ended.reject(closed), GRACE);
    });
  }

  /**
   * Connects to a kernel and waits until it answers.
   *
   * @param signal ends the wait, and later the client, by its reason: when the kernel is known to have ended.
   * @param onPublished gets all that the kernel publishes, such as comm messages; it must not throw.
   * @throws the reason of the signal, or {@linkcode FormatError} when something else listens there.
   */
  static async connect(
    connection: ConnectionInfo,
    signal: AbortSignal,
    onPublished: (message: Message) => void = () => {},
  ): Promise<KernelClient> {
    const client = new KernelClient(await Channels.connect(connection, signal), signal, onPublished);
    try {
      await client.#becomeReady();
      return client;
    } catch (error) {
      client[Symbol.dispose]();
      throw error;
    }
  }

  /**
   * Sends a request and resolves with the content of its reply; see {@linkcode Channels} for which channel.
   *
   * @throws {KernelEnded} when the kernel ends before it replies.
   */
  async request(channel: RequestChannel, type: string, content: JsonObject): Promise<JsonObject> {
    return (await this.#untilEnded(this.#channels.request(channel, this.#message(type, content)))).content;
  }

  /**
   * Executes code. Outputs that name the code as their cause are its own, however late they come.
   *
   * @throws {ExecutionTimeout} when it takes longer than it may; the kernel is at it still.
   * @throws {KernelEnded} when the kernel ends before it is done.
   */
  async execute(code: string, { timeout, onOutputs = () => {} }: ExecuteOptions = {}): Promise<Execution> {
    const message = this.#message("execute_request", {
      ...{ code, silent: false, store_history: true, user_expressions: {} },
      ...{ allow_stdin: false, stop_on_error: false },
    });
    const cell = new CellOutputs(this.#displays);
    this.#executions.set(message.header.msg_id, (published) => {
      cell.take(published);
      onOutputs(cell.outputs);
    });
    const done = this.#untilEnded(this.#done(message, cell));
    const late = (): Error =>
      new ExecutionTimeout(`Expected an end within ${timeout! / 1000} s but the code still runs.`);
    const { content } = await (timeout === undefined ? done : within(timeout, done, late));
    const { status, executionCount, error } = parseExecuteReply(content);
    if (error) cell.fail(error);
    return { status, executionCount, outputs: cell.outputs };
  }

  /** What might stand before position `cursor` (in UTF-16 units) of the code: full names, best first. */
  async complete(code: string, cursor: number): Promise<Completion> {
    return parseCompletion(await this.request("shell", "complete_request", { code, cursor_pos: cursor }));
  }

  /** Whether the code could be executed as it stands, or goes on, or is wrong. */
  async isComplete(code: string): Promise<Completeness> {
    return parseCompleteness(await this.request("shell", "is_complete_request", { code }));
  }

  /** Sends a comm message; those of the kernel come to `onPublished`. */
  async sendComm({ type, content, metadata = {}, buffers = [] }: TypedCommMessage): Promise<void> {
    const session = this.#session;
    await this.#channels.send("shell", newMessage({ type, content, session, metadata, buffers }));
  }

  /** Closes the connections; the kernel goes on. */
  [Symbol.dispose](): void {
    this.#channels[Symbol.dispose]();
    clearTimeout(this.#timer);
    this.#ended.reject(new KernelEnded("The client of the kernel was closed."));
  }

  /** Sends a request to execute, and resolves with the reply when nothing more is to be expected. */
  async #done(message: Message, cell: CellOutputs): Promise<Message> {
    const [reply] = await Promise.all([this.#channels.request("shell", message), cell.idle]);
    // Deno's kernel may say that it is idle some milliseconds before its last outputs, and gives these to the code
    // that comes next, if there is any by then.
    await this.#channels.request("shell", this.#message("kernel_info_request", {}));
    for (let [i, seen] = [0, -1]; seen !== this.#published && i < ROUNDS; i++) {
      seen = this.#published;
      await new Promise((resolve) => setTimeout(resolve, QUIET));
    }
    return reply;
  }

  #message(type: string, content: JsonObject): Message {
    return newMessage({ type, content, session: this.#session });
  }

  #untilEnded<T>(promise: Promise<T>): Promise<T> {
    return Promise.race([promise, this.#ended.promise]);
  }

  #take(message: Message): void {
    this.#published++;
    updateDisplays(this.#displays, message);
    this.#executions.get(message.parentHeader.msg_id ?? "")?.(message);
    this.#onPublished(message);
  }

  /** Asks until there is an answer and something was published: only then nothing is missed any more. */
  async #becomeReady(): Promise<void> {
    do await this.request("shell", "kernel_info_request", {}); while (this.#published === 0);
  }
}
