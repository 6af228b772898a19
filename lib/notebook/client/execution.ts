import { type JsonObject } from "../protocol/message.ts";
import { type Output } from "./output.ts";

/** How code is executed. */
export interface ExecuteOptions {
  /** Milliseconds until it must be done. Default: as long as it takes. */
  readonly timeout?: number;
  /** Gets the outputs so far whenever the code has published something; it must not throw. Default: nobody. */
  readonly onOutputs?: (outputs: readonly Output[]) => void;
}

/** What became of code. */
export interface Execution {
  /** `"aborted"` where the kernel did not begin with it, as what was sent before had failed. */
  readonly status: "ok" | "error" | "aborted";
  /** Number of the execution, from 1; null where the kernel does not count it. */
  readonly executionCount: number | null;
  /** Its outputs; they change where later code updates what was displayed under a name, or output comes late. */
  readonly outputs: readonly Output[];
}

/** A comm message (https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages). */
export interface TypedCommMessage {
  /** What it does to the comm. */
  readonly type: "comm_open" | "comm_msg" | "comm_close";
  /** `comm_id`, `data`, and of `comm_open` also `target_name`. */
  readonly content: JsonObject;
  /** Default: empty. */
  readonly metadata?: JsonObject;
  /** Default: none. */
  readonly buffers?: readonly Uint8Array[];
}
