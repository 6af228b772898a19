import { type JsonObject } from "../../protocol/message.ts";

/** The comms that are open, for clients that ask: what either side opens and closes passes here. */
export class OpenComms {
  readonly #targets = new Map<string, string>();

  /** Takes the type and content of a message that may be a comm's. */
  take(type: string, { comm_id: id, target_name: target }: JsonObject): void {
    if (typeof id !== "string") return;
    if (type === "comm_open") this.#targets.set(id, String(target));
    if (type === "comm_close") this.#targets.delete(id);
  }

  /** The names of all, which are closed now. */
  clear(): string[] {
    const ids = [...this.#targets.keys()];
    this.#targets.clear();
    return ids;
  }

  /** The content of a `comm_info_reply`. */
  info({ target_name: wanted }: JsonObject): JsonObject {
    const comms = [...this.#targets].filter(([, target]) => wanted === undefined || wanted === target);
    return {
      status: "ok",
      comms: Object.fromEntries(comms.map(([id, target]) => [id, { target_name: target }])),
    };
  }
}
