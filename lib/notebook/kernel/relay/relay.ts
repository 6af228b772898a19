import { messageOf } from "../../../message_of.ts";
import { type ConnectionInfo } from "../../protocol/connection_file.ts";
import { type JsonObject, type Message } from "../../protocol/message.ts";
import { folderUrl } from "./cell_folder.ts";
import { Cells } from "./cells.ts";
import { type ClientRequest, Front, type Inlet } from "./front.ts";
import { InnerKernel } from "./inner_kernel.ts";
import { kernelInfo } from "./kernel_info.ts";
import { OpenComms } from "./open_comms.ts";
import { PreludeLink } from "./prelude_link.ts";

/** Requests that Deno's kernel answers, in their turn between the cells. */
const PASSED_ON = ["complete_request", "inspect_request", "is_complete_request", "history_request"];

/** Messages that cell code takes, whatever else it does. */
const COMMS = ["comm_open", "comm_msg", "comm_close"];

/**
 * The kernel "StableDrag (Deno)": stands between the clients of Jupyter and the kernel of Deno, in which the cells
 * run. Dispose it when it is done.
 */
export class Relay implements AsyncDisposable {
  readonly #front: Front;
  readonly #prelude = new PreludeLink();
  readonly #cells: Cells;
  readonly #comms = new OpenComms();
  readonly #folder: string;
  /** The kernel of Deno; another one after the first hung. */
  #inner: Promise<InnerKernel>;
  readonly #shutdown = Promise.withResolvers<void>();
  #turn: Promise<void> = Promise.resolve();
  /** Counts errors: cells that waited when one happened do not run. */
  #errors = 0;

  /**
   * Listens as a connection file says, and starts the kernel of Deno.
   *
   * @param folder the notebook's folder, an absolute path.
   * @throws {Deno.errors.AddrInUse} when a port is taken.
   */
  constructor(connection: ConnectionInfo, folder: string) {
    this.#front = new Front(connection, (inlet, request) => this.#take(inlet, request));
    this.#cells = new Cells(this.#front, folderUrl(folder), this.#prelude, this.#comms);
    this.#folder = folder;
    this.#inner = InnerKernel.start(folder, this.#prelude, this.#cells);
    this.#status("starting", undefined);
  }

  /**
   * Resolves when a client has told it to shut down.
   *
   * @throws whatever the kernel of Deno has failed with.
   */
  async served(): Promise<void> {
    const starting = this.#inner;
    const inner = await starting;
    try {
      await inner.untilEnded(this.#shutdown.promise);
    } catch (error) {
      if (starting === this.#inner) throw error;
      await this.served();
    }
  }

  /** Interrupts what runs. Where that leaves the kernel of Deno hanging, it is started again. */
  async interrupt(): Promise<void> {
    const starting = this.#inner;
    const inner = await starting;
    const isUsable = await this.#cells.interrupt(inner);
    // Of several interrupts the first to see it starts it again.
    if (!isUsable && starting === this.#inner) this.#inner = this.#restart(inner);
    await this.#inner;
  }

  /** Ends everything. */
  async [Symbol.asyncDispose](): Promise<void> {
    const inner = await this.#inner.catch(() => undefined);
    await inner?.[Symbol.asyncDispose]();
    this.#prelude[Symbol.dispose]();
    this.#front[Symbol.dispose]();
  }

  async #restart(hanging: InnerKernel): Promise<InnerKernel> {
    hanging.kill();
    await hanging[Symbol.asyncDispose]();
    this.#prelude.forget();
    this.#cells.forget();
    for (const id of this.#comms.clear()) {
      await this.#front.publish("comm_close", { comm_id: id, data: {} }, undefined);
    }
    return await InnerKernel.start(this.#folder, this.#prelude, this.#cells);
  }

  #take(inlet: Inlet, request: ClientRequest): void {
    const { msg_type: type } = request.message.header;
    if (inlet === "stdin") {
      this.#answer(request.message);
    } else if (type === "execute_request" || PASSED_ON.includes(type)) {
      const errors = this.#errors;
      this.#turn = this.#turn.then(() => this.#busy(request, () => this.#inTurn(request, errors)));
    } else if (COMMS.includes(type)) {
      // It is on its way before anything else is: comm messages keep their order.
      const taken = this.#comm(request.message);
      this.#busy(request, () => taken);
    } else {
      this.#busy(request, () => this.#atOnce(request));
    }
  }

  /** Does something for a request between the statuses that say so. */
  async #busy(request: ClientRequest, work: () => Promise<void>): Promise<void> {
    const { message } = request;
    await this.#status("busy", message);
    try {
      await work();
    } catch (error) {
      await this.#refuse(request, error);
    }
    await this.#status("idle", message);
    // What came between does not mean that the cell is done.
    const running = this.#cells.running;
    if (running && running.message !== message) await this.#status("busy", running.message);
  }

  async #refuse(request: ClientRequest, error: unknown): Promise<void> {
    if (!request.message.header.msg_type.endsWith("_request")) return;
    const evalue = messageOf(error);
    await this.#front.reply(request, { status: "error", ename: "Error", evalue, traceback: [] });
  }

  /** Requests that wait for each other. */
  async #inTurn(request: ClientRequest, errors: number): Promise<void> {
    const { header: { msg_type: type }, content } = request.message;
    const inner = await this.#inner;
    if (type !== "execute_request") {
      return await this.#front.reply(request, (await inner.request("shell", type, content)).content);
    }
    if (errors !== this.#errors) return await this.#front.reply(request, { status: "aborted" });
    const reply = await this.#cells.execute(inner, request);
    if (reply["status"] === "error" && content["stop_on_error"] !== false) this.#errors++;
    await this.#front.reply(request, reply);
  }

  /** Requests that wait for nothing. */
  async #atOnce(request: ClientRequest): Promise<void> {
    const { header: { msg_type: type }, content } = request.message;
    if (type === "kernel_info_request") return await this.#front.reply(request, kernelInfo());
    if (type === "comm_info_request") return await this.#front.reply(request, this.#comms.info(content));
    if (type === "interrupt_request") {
      await this.interrupt();
      return await this.#front.reply(request, { status: "ok" });
    }
    if (type !== "shutdown_request") return;
    await this.#front.reply(request, { status: "ok", restart: content["restart"] === true });
    this.#shutdown.resolve();
  }

  async #comm(message: Message): Promise<void> {
    const { header: { msg_type: type }, content, metadata, buffers } = message;
    this.#comms.take(type, content);
    await this.#inner;
    await this.#prelude.ask(type, content, { metadata, buffers });
  }

  async #answer({ content }: Message): Promise<void> {
    const { value } = content;
    await this.#cells.answer(await this.#inner, typeof value === "string" ? value : null);
  }

  #status(state: "starting" | "busy" | "idle", parent: Message | undefined): Promise<void> {
    return this.#front.publish("status", { execution_state: state } satisfies JsonObject, parent);
  }
}
