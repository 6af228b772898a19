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

/** A kernel that was told to end has so many milliseconds for it. Our choice. */
const SHUTDOWN_TIME = 1000;

/** What the kernel of Deno says without being asked; none of it throws. */
export interface InnerListener {
  /** Takes what it publishes, in order. */
  readonly onPublished: (message: Message) => void;
  /** Takes its questions to the user. */
  readonly onInputRequest: (message: Message) => void;
}

/** The kernel of Deno, in which the cells run. */
export class InnerKernel implements AsyncDisposable {
  /** The way to the prelude, which runs in it. */
  readonly prelude: PreludeLink;
  readonly #process: KernelProcess;
  readonly #channels: Channels;
  readonly #stdin: Connection;
  readonly #folder: string;

  private constructor(
    parts: {
      process: KernelProcess;
      channels: Channels;
      stdin: Connection;
      prelude: PreludeLink;
      folder: string;
    },
  ) {
    this.#process = parts.process;
    this.#channels = parts.channels;
    this.#stdin = parts.stdin;
    this.prelude = parts.prelude;
    this.#folder = parts.folder;
  }

  /**
   * Starts it for notebooks of a folder.
   *
   * @param notebooks an absolute path.
   * @param prelude the way to what runs beside the cells.
   * @throws {KernelEnded} when it ends at once, or cannot run our code.
   * @throws {InputError} when the folder's configuration of Deno is none.
   */
  static async start(notebooks: string, prelude: PreludeLink, listener: InnerListener): Promise<InnerKernel> {
    await using open = new AsyncDisposableStack();
    const folder = open.adopt(
      await makeCellFolder(notebooks),
      (path) => Deno.remove(path, { recursive: true }),
    );
    const process = open.use(await KernelProcess.start(PLAIN_DENO, folder));
    const { connection: { hostname, ports, key }, ended } = process;
    const channels = open.use(await Channels.connect(process.connection, ended));
    const stdin = open.use(await connect({ hostname, port: ports.stdin }, "DEALER", { signal: ended }));
    const kernel = new InnerKernel({ process, channels, stdin, prelude, folder });
    kernel.#read(listener, key);
    const options: PreludeOptions = {
      port: prelude.port,
      key: prelude.key,
      folder: folderUrl(notebooks).href,
    };
    const { content } = await kernel.#run(
      `await (await import(${JSON.stringify(PRELUDE)})).startPrelude(${JSON.stringify(options)})`,
    );
    if (content["status"] !== "ok") {
      throw new KernelEnded(`The kernel of Deno could not run our code: ${content["evalue"]}`);
    }
    open.move();
    return kernel;
  }

  /** Aborts when its process has ended. */
  get ended(): AbortSignal {
    return this.#process.ended;
  }

  /** Sends a request and resolves with the reply. */
  request(channel: "shell" | "control", type: string, content: JsonObject): Promise<Message> {
    return this.#channels.request(channel, newMessage({ type, content, session: "" }));
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
    return this.#stdin.send(encodeMessage(message, this.#process.connection.key));
  }

  /** Ends it, and removes what it has left. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.request("control", "shutdown_request", { restart: false }).catch(() => {});
    await this.#process.end(SHUTDOWN_TIME);
    this.#channels[Symbol.dispose]();
    this.#stdin.close();
    await Deno.remove(this.#folder, { recursive: true });
  }

  #run(code: string): Promise<Message> {
    return this.request("shell", "execute_request", { code, silent: true, store_history: false });
  }

  async #read({ onPublished, onInputRequest }: InnerListener, key: string): Promise<void> {
    this.#channels.read(onPublished);
    for await (const frames of this.#stdin.messages) onInputRequest(decodeMessage(frames, key));
  }
}
