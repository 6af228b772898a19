import { z } from "zod";
import { type Message } from "../protocol/message.ts";
import {
  type DisplayOutput,
  type ErrorOutput,
  type Output,
  type ResultOutput,
  type StreamOutput,
} from "./output.ts";

/** What was displayed under a name, in whichever cell, and can be updated. */
export type Displays = Map<string, (DisplayOutput | ResultOutput)[]>;

const BUNDLE = z.record(z.string(), z.unknown());
const SHOWN = {
  data: BUNDLE,
  metadata: BUNDLE.default({}),
  transient: z.object({ display_id: z.string().optional() }).default({}),
};

/** What a kernel publishes of a cell: the content of a message together with its type. */
const PUBLISHED = z.discriminatedUnion("type", [
  z.object({ type: z.literal("stream"), name: z.enum(["stdout", "stderr"]), text: z.string() }),
  z.object({ type: z.literal("display_data"), ...SHOWN }),
  z.object({ type: z.literal("execute_result"), ...SHOWN, execution_count: z.int().nullable() }),
  z.object({ type: z.literal("update_display_data"), ...SHOWN }),
  z.object({
    type: z.literal("error"),
    ename: z.string(),
    evalue: z.string(),
    traceback: z.array(z.string()),
  }),
  z.object({ type: z.literal("clear_output"), wait: z.boolean().default(false) }),
  z.object({ type: z.literal("status"), execution_state: z.string() }),
]);

const published = ({ header, content }: Message): z.infer<typeof PUBLISHED> | undefined =>
  PUBLISHED.safeParse({ ...content, type: header.msg_type }).data;

/** Shows something else in place of all that bears the name of an update. Other messages do nothing. */
export function updateDisplays(displays: Displays, message: Message): void {
  const update = published(message);
  if (update?.type !== "update_display_data") return;
  for (const shown of displays.get(update.transient.display_id ?? "") ?? []) {
    shown.data = update.data;
    shown.metadata = update.metadata;
  }
}

/**
 * Collects the outputs of a cell from the messages that its execution publishes. Messages that are none of the
 * protocol's, or wrong, do nothing.
 */
export class CellOutputs {
  /** The outputs so far; the array, and what was displayed in it, change with later messages. */
  readonly outputs: Output[] = [];
  /** Resolves when the kernel says that it is done with the cell. */
  readonly idle: Promise<void>;
  readonly #displays: Displays;
  readonly #becomeIdle: () => void;
  #clearing = false;

  /** Outputs of a cell in a kernel that has shown `displays`; what the cell shows is added to them. */
  constructor(displays: Displays) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#displays = displays;
    this.idle = promise;
    this.#becomeIdle = resolve;
  }

  /** Takes in a message whose parent is the execution of the cell. */
  take(message: Message): void {
    const said = published(message);
    switch (said?.type) {
      case "stream":
        return this.#write({ output_type: "stream", name: said.name, text: said.text });
      case "display_data":
        return this.#show(
          { output_type: "display_data", data: said.data, metadata: said.metadata },
          said.transient.display_id,
        );
      case "execute_result": {
        const { data, metadata, execution_count } = said;
        return this.#show(
          { output_type: "execute_result", data, metadata, execution_count },
          said.transient.display_id,
        );
      }
      case "error": {
        const { ename, evalue, traceback } = said;
        return this.#add({ output_type: "error", ename, evalue, traceback });
      }
      case "clear_output":
        // With `wait`, the next output clears; so nothing flickers.
        this.#clearing = said.wait;
        if (!said.wait) this.outputs.length = 0;
        return;
      case "status":
        if (said.execution_state === "idle") this.#becomeIdle();
    }
  }

  /** Adds the error that the reply tells, where none was published: Deno's kernel is silent on wrong syntax. */
  fail(error: ErrorOutput): void {
    if (!this.outputs.some(({ output_type: type }) => type === "error")) this.#add(error);
  }

  #add(output: Output): void {
    if (this.#clearing) this.outputs.length = 0;
    this.#clearing = false;
    this.outputs.push(output);
  }

  #show(output: DisplayOutput | ResultOutput, id: string | undefined): void {
    this.#add(output);
    if (id === undefined) return;
    this.#displays.set(id, [...this.#displays.get(id) ?? [], output]);
  }

  #write(output: StreamOutput): void {
    const last = this.#clearing ? undefined : this.outputs.at(-1);
    if (last?.output_type === "stream" && last.name === output.name) last.text += output.text;
    else this.#add(output);
  }
}
