import { z } from "zod";
import { KernelEnded } from "../../client/kernel_error.ts";
import { type JsonObject, type Message } from "../../protocol/message.ts";
import { CellLines, namedCell } from "../cell/cell_lines.ts";
import { rewriteCell } from "../cell/rewrite_cell.ts";
import { DEFERRED, SETTLED } from "../prelude/wire.ts";
import { errorOfRestart, errorOfSilence, failedSilently } from "./cell_error.ts";
import { type ClientRequest, type Front } from "./front.ts";
import { type InnerKernel, type InnerListener } from "./inner_kernel.ts";
import { interrupt } from "./interrupt.ts";
import { type OpenComms } from "./open_comms.ts";
import { type PreludeLink } from "./prelude_link.ts";
import { settles } from "./settles.ts";

/** Milliseconds in which a kernel without a cell is usable after code was cut off, or else hangs. Our choice. */
const SETTLING_TIME = 3000;

const REQUEST = z.object({
  code: z.string().default(""),
  silent: z.boolean().default(false),
  store_history: z.boolean().default(true),
  allow_stdin: z.boolean().default(false),
});

type CellRequest = z.infer<typeof REQUEST>;

/** A cell that runs. */
interface Running {
  readonly ended: Promise<void>;
  interrupted: boolean;
}

const isCounted = ({ silent, store_history }: CellRequest): boolean => !silent && store_history;

type Output = Pick<Message, "content" | "metadata" | "buffers">;

const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null;

/** Executes cells, one after the other, and publishes what comes out of them. */
export class Cells implements InnerListener {
  readonly #front: Front;
  readonly #folder: URL;
  readonly #prelude: PreludeLink;
  readonly #comms: OpenComms;
  readonly #lines = new CellLines();
  readonly #settled = new Map<string, () => void>();
  #publishing: Promise<void> = Promise.resolve();
  #request: ClientRequest | undefined;
  #running: Running | undefined;
  #count = 0;
  #cut = false;
  #asks = false;

  /**
   * Nothing is executed yet.
   *
   * @param folder the notebook's folder, ending in a slash.
   * @param comms is told what cell code opens and closes.
   */
  constructor(front: Front, folder: URL, prelude: PreludeLink, comms: OpenComms) {
    this.#front = front;
    this.#folder = folder;
    this.#prelude = prelude;
    this.#comms = comms;
  }

  /** The request to execute the cell that runs; undefined where none does. */
  get running(): ClientRequest | undefined {
    return this.#running && this.#request;
  }

  /** What a cell publishes, or what happens after it, is caused by its request. */
  readonly onPublished = (message: Message): void => {
    // Where a content does not come, as the kernel ends, nothing else does.
    this.#publishing = this.#publishing.then(() => this.#publish(message)).catch(() => {});
  };

  /** Asks the client who executes the cell. */
  readonly onInputRequest = ({ content }: Message): void => {
    if (!this.#request) return;
    this.#asks = true;
    this.#front.ask(this.#request, content);
  };

  /** Answers the question that a cell asks, if any; null where the user does not. */
  async answer(inner: InnerKernel, value: string | null): Promise<void> {
    if (!this.#asks) return;
    this.#asks = false;
    await inner.answer(value);
  }

  /**
   * Executes a cell and returns the content of the reply. When it resolves, all outputs are published.
   *
   * @throws {KernelEnded} when the kernel of Deno ends meanwhile, and not by an interrupt.
   */
  async execute(inner: InnerKernel, request: ClientRequest): Promise<JsonObject> {
    const cell = REQUEST.parse(request.message.content);
    if (isCounted(cell)) this.#count++;
    const execution_count = this.#count;
    const ended = Promise.withResolvers<void>();
    const running = { ended: ended.promise, interrupted: false };
    this.#request = request;
    this.#running = running;
    if (!cell.silent) {
      await this.#front.publish("execute_input", { code: cell.code, execution_count }, request.message);
    }
    const { error, content } = await this.#run(inner, cell, running, ended.resolve).finally(() => {
      this.#running = undefined;
    });
    if (!error) return { ...content, execution_count };
    await this.#front.publish("error", error, request.message);
    return { status: "error", ...error, execution_count };
  }

  /**
   * Interrupts the cell that runs, and whatever else waits in the kernel.
   *
   * @returns whether the kernel is usable then; else it hangs.
   */
  async interrupt(inner: InnerKernel): Promise<boolean> {
    const running = this.#running;
    if (running) running.interrupted = true;
    // A cell that asks holds the thread until there is an answer.
    await this.answer(inner, null);
    const end = await interrupt(inner, running?.ended);
    if (end === "hangs") return false;
    this.#cut ||= end === "cut";
    return !this.#cut || this.#running !== undefined || await settles(this.#settle(inner), SETTLING_TIME);
  }

  /** Forgets what was to be done in a kernel of Deno that has ended. */
  forget(): void {
    this.#cut = this.#asks = false;
  }

  /** Lets the kernel execute a cell; returns the reply, or the error to show where it shows none. */
  async #run(
    inner: InnerKernel,
    cell: CellRequest,
    running: Running,
    onEnd: () => void,
  ): Promise<{ readonly content?: JsonObject; readonly error?: JsonObject }> {
    const { code, syntaxError } = rewriteCell(cell.code, this.#folder);
    if (isCounted(cell)) this.#lines.add(this.#count, code);
    const named = isCounted(cell) ? namedCell(code, this.#count) : code;
    try {
      const { content } = await inner.request("shell", "execute_request", { ...cell, code: named });
      onEnd();
      await this.#settle(inner);
      if (failedSilently(content)) return { error: errorOfSilence(running.interrupted, syntaxError) };
      return { content: await this.#withLines(content) };
    } catch (error) {
      if (!(error instanceof KernelEnded && running.interrupted)) throw error;
      return { error: errorOfRestart() };
    }
  }

  async #settle(inner: InnerKernel): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const id = crypto.randomUUID();
    this.#settled.set(id, resolve);
    const recover = this.#cut;
    this.#cut = false;
    // Where it fails, nothing will say that all is published.
    if (await inner.settle(id, { recover })) await inner.untilEnded(promise);
    this.#settled.delete(id);
  }

  async #publish(message: Message): Promise<void> {
    const { header: { msg_type: type }, metadata, buffers } = message;
    if (type === "status" || type === "execute_input") return;
    if (type === SETTLED) return this.#settled.get(String(message.content["id"]))?.();
    const whole = await this.#whole({ content: message.content, metadata, buffers });
    this.#comms.take(type, whole.content);
    const content = await this.#withLines(whole.content);
    await this.#front.publish(type, content, this.#request?.message, whole);
  }

  /** The content of an output or a reply, its stack traces with the lines of cells. */
  async #withLines(content: JsonObject): Promise<JsonObject> {
    const { traceback, text, data } = content;
    const lines = this.#lines;
    if (Array.isArray(traceback)) {
      return {
        ...content,
        traceback: await Promise.all(traceback.map((line) => lines.inText(String(line)))),
      };
    }
    if (typeof text === "string") return { ...content, text: await lines.inText(text) };
    const plain = isObject(data) ? data["text/plain"] : undefined;
    if (!isObject(data) || typeof plain !== "string") return content;
    return { ...content, data: { ...data, "text/plain": await lines.inText(plain) } };
  }

  /** What is published, and not a note in its place. */
  async #whole(output: Output): Promise<Output> {
    const { [DEFERRED]: id, data } = output.content;
    if (typeof id === "string") return await this.#prelude.deferred(id);
    if (!isObject(data) || typeof data[DEFERRED] !== "string") return output;
    const { content } = await this.#prelude.deferred(data[DEFERRED]);
    return { ...output, content: { ...output.content, data: content } };
  }
}
