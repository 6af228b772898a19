import { Channels } from "../../client/channels.ts";
import { denoKernel, type KernelCommand } from "../../client/kernel_command.ts";
import { KernelEnded } from "../../client/kernel_error.ts";
import { KernelProcess } from "../../client/kernel_process.ts";
import { connect } from "../../protocol/connect.ts";
import { type Connection } from "../../protocol/connection.ts";
import {
  decodeMessage,
  encodeMessage,
  type JsonObject,
  type Message,
  newMessage,
} from "../../protocol/message.ts";
import { HELPERS } from "../cell/cell_helpers.ts";
import { type PreludeOptions } from "../prelude/wire.ts";
import { folderUrl, makeCellFolder } from "./cell_folder.ts";
import { type PreludeLink } from "./prelude_link.ts";

const PRELUDE = new URL("../prelude/prelude.ts", import.meta.url).href;

/** Colours of a terminal would stand in notebooks as codes, for some readers. */
const PLAIN_DENO: KernelCommand = { ...denoKernel(), env: { NO_COLOR: "1" } };

/** So often it is tried to start it. Our choice. */
const TRIES = 3;

/** A kernel that was told to end has so many milliseconds for it. Our choice. */
const SHUTDOWN_TIME = 1000;

/** What the kernel of Deno says without being asked; none of it throws. */
export interface InnerListener {
  /** Takes what it publishes, in order. */
  readonly onPublished: (message: Message) => void;
  /** Takes its questions to the user. */
  readonly onInputRequest: (message: Message) => void;
}

/** A process with the kernel of Deno, and what connects to it. */
interface Connected {
  readonly process: KernelProcess;
  readonly channels: Channels;
  readonly stdin: Connection;
}

async function startOnce(folder: string): Promise<Connected> {
  await using open = new AsyncDisposableStack();
  const process = open.use(await KernelProcess.start(PLAIN_DENO, folder));
  const { connection: { hostname, ports }, ended: signal } = process;
  const channels = open.use(await Channels.connect(process.connection, signal));
  const stdin = open.use(await connect({ hostname, port: ports.stdin }, "DEALER", { signal }));
  open.move();
  return { process, channels, stdin };
}

/** Starts the kernel of Deno; again where it ends at once, as another program may take a port of it just then. */
async function startConnected(folder: string): Promise<Connected> {
  for (let i = 1; i < TRIES; i++) {
    try {
      return await startOnce(folder);
    } catch (error) {
      if (!(error instanceof KernelEnded)) throw error;
    }
  }
  return await startOnce(folder);
}

/** The kernel of Deno, in which the cells run. */
export class InnerKernel implements AsyncDisposable {
  /** The way to the prelude, which runs in it. */
  readonly prelude: PreludeLink;
  readonly #connected: Connected;
  readonly #folder: string;
  readonly #over: Promise<never>;

  private constructor(connected: Connected, prelude: PreludeLink, folder: string) {
    this.#connected = connected;
    this.prelude = prelude;
    this.#folder = folder;
    const { promise, reject } = Promise.withResolvers<never>();
    this.#over = promise;
    // Whoever waits sees how it ends; nobody has to.
    promise.catch(() => {});
    this.ended.addEventListener("abort", () => reject(this.ended.reason), { once: true });
    if (this.ended.aborted) reject(this.ended.reason);
  }

  /**
   * Starts it for notebooks of a folder.
   *
   * @param notebooks an absolute path.
   * @param prelude the way to what runs beside the cells.
   * @throws {KernelEnded} when it ends at once, or cannot run our code.
   * @throws {InputError} when the folder's configuration of Deno is none.
   */
  static async start(
    notebooks: string,
    prelude: PreludeLink,
    listener: InnerListener,
  ): Promise<InnerKernel> {
    const folder = await makeCellFolder(notebooks);
    try {
      const kernel = new InnerKernel(await startConnected(folder), prelude, folder);
      kernel.#read(listener);
      await kernel.#startPrelude(folderUrl(notebooks).href);
      return kernel;
    } catch (error) {
      await Deno.remove(folder, { recursive: true });
      throw error;
    }
  }

  /** Aborts when its process has ended. */
  get ended(): AbortSignal {
    return this.#connected.process.ended;
  }

  /**
   * Sends a request and resolves with the reply.
   *
   * @throws {KernelEnded} when the process ends before.
   */
  request(channel: "shell" | "control", type: string, content: JsonObject): Promise<Message> {
    const message = newMessage({ type, content, session: "" });
    return this.untilEnded(this.#connected.channels.request(channel, message));
  }

  /** The value, or a rejection with {@linkcode KernelEnded} when the process ends before. */
  untilEnded<T>(promise: Promise<T>): Promise<T> {
    return Promise.race([promise, this.#over]);
  }

  /** Kills it. */
  kill(): void {
    this.#connected.process.signal("SIGKILL");
  }

  /**
   * Makes the kernel publish, after all that it has to publish, the message {@linkcode SETTLED} with an id. It also
   * sets the kernel going after its own interrupt, which stops all that is not a request; then `recover`.
   *
   * @returns whether it does.
   */
  async settle(id: string, { recover }: { readonly recover: boolean }): Promise<boolean> {
    const code = `${
      recover ? `await ${HELPERS}.recover(${this.prelude.interrupts});` : ""
    }await ${HELPERS}.settle("${id}")`;
    return (await this.#run(code)).content["status"] === "ok";
  }

  /** Answers a question of the kernel; null where nobody does. */
  answer(value: string | null): Promise<void> {
    const message = newMessage({ type: "input_reply", content: { value }, session: "" });
    return this.#connected.stdin.send(encodeMessage(message, this.#connected.process.connection.key));
  }

  /** Ends it, and removes what it has left. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.request("control", "shutdown_request", { restart: false }).catch(() => {});
    await this.#connected.process.end(SHUTDOWN_TIME);
    this.#connected.channels[Symbol.dispose]();
    this.#connected.stdin.close();
    await Deno.remove(this.#folder, { recursive: true });
  }

  #run(code: string): Promise<Message> {
    return this.request("shell", "execute_request", { code, silent: true, store_history: false });
  }

  async #startPrelude(folder: string): Promise<void> {
    const options: PreludeOptions = { port: this.prelude.port, key: this.prelude.key, folder };
    const { content } = await this.#run(
      `await (await import(${JSON.stringify(PRELUDE)})).startPrelude(${JSON.stringify(options)})`,
    );
    if (content["status"] === "ok") return;
    await this.#connected.process[Symbol.asyncDispose]();
    throw new KernelEnded(`The kernel of Deno could not run our code: ${content["evalue"]}`);
  }

  async #read({ onPublished, onInputRequest }: InnerListener): Promise<void> {
    const { process, channels, stdin } = this.#connected;
    channels.read(onPublished);
    for await (const frames of stdin.messages) {
      onInputRequest(decodeMessage(frames, process.connection.key));
    }
  }
}
