import { Channels, type RequestChannel } from "../../../lib/notebook/client/channels.ts";
import { type KernelProcess } from "../../../lib/notebook/client/kernel_process.ts";
import { type JsonObject, type Message, newMessage } from "../../../lib/notebook/protocol/message.ts";

/** Messages that a log is easier to read without. */
const SELF_EVIDENT = ["status", "execute_input"];

/** What of a message is worth a word in a log. */
function wordsOf({ header: { msg_type: type }, content, buffers }: Message): string {
  const { code, ename, evalue, status, data, matches, traceback, comm_id: comm } = content;
  const bytes = buffers.map((buffer) => ` + bytes ${[...buffer]}`).join("");
  if (type === "execute_request" || type === "complete_request") {
    return String(code).trim().split("\n").at(-1)!;
  }
  if (type === "error" && Array.isArray(traceback)) {
    return [`${ename}: ${evalue}`, ...traceback.slice(1, 2).map((frame) => String(frame).trim())].join(" ");
  }
  if (typeof comm === "string") return `${comm} ${JSON.stringify(data)}${bytes}`;
  if (type.endsWith("display_data") || type === "execute_result") return JSON.stringify(data);
  return String(matches ?? content["text"] ?? status ?? "").trim();
}

/**
 * A client that writes down the messages that it sends and takes, but for statuses and echoes of code. All of them are signed, and the signatures are
 * checked at both ends. Dispose it when it is done; the kernel goes on.
 */
export class Wire implements Disposable {
  /** A line for each message. */
  readonly lines: string[] = [];
  readonly #channels: Channels;
  readonly #waiting = new Set<(message: Message) => void>();
  #start = performance.now();

  private constructor(channels: Channels) {
    this.#channels = channels;
    channels.read((message) => {
      this.#write("← iopub", message);
      for (const take of this.#waiting) take(message);
    });
  }

  /** Connects to a kernel and waits until it publishes what is asked of it. */
  static async connect({ connection, ended }: KernelProcess): Promise<Wire> {
    const wire = new Wire(await Channels.connect(connection, ended));
    let isHeard = false;
    wire.published("status").then(() => isHeard = true);
    // What is published before the kernel knows of this client is lost.
    while (!isHeard) await wire.request("shell", "kernel_info_request", {});
    wire.lines.length = 0;
    return wire;
  }

  /** Begins a chapter of the log, whose times start at 0. */
  chapter(title: string): void {
    this.#start = performance.now();
    this.lines.push(title);
  }

  /** Sends a request; resolves with the reply. */
  async request(channel: RequestChannel, type: string, content: JsonObject): Promise<Message> {
    const message = newMessage({ type, content, session: "wire" });
    this.#write(`→ ${channel}`, message);
    const reply = await this.#channels.request(channel, message);
    this.#write(`← ${channel}`, reply);
    return reply;
  }

  /** Sends a message that nobody replies to. */
  async send(type: string, content: JsonObject, ...bytes: number[]): Promise<void> {
    const buffers = bytes.length > 0 ? [Uint8Array.from(bytes)] : [];
    const message = newMessage({ type, content, session: "wire", buffers });
    this.#write("→ shell", message);
    await this.#channels.send("shell", message);
  }

  /** The next message of a type that the kernel publishes. */
  published(type: string): Promise<Message> {
    return new Promise((resolve) => {
      const take = (message: Message): void => {
        if (message.header.msg_type !== type) return;
        this.#waiting.delete(take);
        resolve(message);
      };
      this.#waiting.add(take);
    });
  }

  /** Closes the connections. */
  [Symbol.dispose](): void {
    this.#channels[Symbol.dispose]();
  }

  #write(way: string, message: Message): void {
    const seconds = ((performance.now() - this.#start) / 1000).toFixed(2);
    const type = message.header.msg_type;
    if (SELF_EVIDENT.includes(type)) return;
    this.lines.push(`  ${seconds} s  ${way.padEnd(10)} ${type.padEnd(20)} ${wordsOf(message)}`.trimEnd());
  }
}
