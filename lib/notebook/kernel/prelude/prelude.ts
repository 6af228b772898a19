import { type CellHelpers, HELPERS, isRelative } from "../cell/cell_helpers.ts";
import { HOST, type KernelHost } from "../host.ts";
import { type Message } from "../../protocol/message.ts";
import { collectGarbage } from "./collect_garbage.ts";
import { KernelComms } from "./comms.ts";
import { denoJupyter } from "./deno_jupyter.ts";
import { Interruption } from "./interruption.ts";
import { divertLargeOutputs } from "./large_outputs.ts";
import { RelayLink } from "./relay_link.ts";
import { nameCode } from "./stack_traces.ts";
import { deferTimers } from "./timers.ts";
import { showError, showUncaught } from "./uncaught.ts";
import { type PreludeOptions, type RelayWatchOptions, SETTLED } from "./wire.ts";

/** What the relay calls, beside what cells call. */
interface RelayHelpers extends CellHelpers {
  /** Says that the output of a cell is complete, rejections that nobody handles included. */
  settle(id: string): Promise<void>;
  /** After code was cut off: does an interrupt, where it is not done, and connects to the relay again. */
  recover(interrupt: number): Promise<void>;
}

function takeMessage(message: Message, interruption: Interruption, comms: KernelComms): void {
  const { msg_type: type } = message.header;
  if (type === "interrupt") return interruption.interrupt(Number(message.content["number"]));
  if (type === "collect") return collectGarbage();
  try {
    comms.take(message);
  } catch (error) {
    showError(error);
  }
}

function helpers(link: RelayLink, interruption: Interruption, folder: string): RelayHelpers {
  const jupyter = denoJupyter();
  const result = divertLargeOutputs(
    jupyter,
    (id, content, extras) => link.send("deferred", { id, content }, extras),
  );
  return {
    wait: (value) => interruption.wait(value),
    pending: interruption.pending,
    check: () => interruption.check(),
    each: (elements) => interruption.each(elements),
    resolve: (specifier) =>
      typeof specifier === "string" && isRelative(specifier) ? new URL(specifier, folder).href : specifier,
    result,
    settle: async (id) => {
      await new Promise((resolve) => setTimeout(resolve));
      await jupyter.broadcast(SETTLED, { id });
    },
    recover: (interrupt) => {
      interruption.interrupt(interrupt);
      return link.connect();
    },
  };
}

function watchRelay(options: RelayWatchOptions): void {
  const worker = new Worker(new URL("./watch_relay.ts", import.meta.url), { type: "module" });
  worker.postMessage(options);
}

/** Makes the kernel of Deno, in which it is called, ready for cells. */
export async function startPrelude(options: PreludeOptions): Promise<void> {
  const interruption = new Interruption();
  const comms = new KernelComms((...message) => void denoJupyter().broadcast(...message));
  const link = new RelayLink(options, (message) => takeMessage(message, interruption, comms));
  const host: KernelHost = { signal: () => interruption.signal, comms };
  const hidden = { enumerable: false, configurable: false, writable: false };
  Object.defineProperties(globalThis, {
    [HELPERS]: { value: helpers(link, interruption, options.folder), ...hidden },
    [HOST]: { value: host, ...hidden },
    stabledrag: { value: host, enumerable: true, configurable: true, writable: true },
  });
  watchRelay({ port: options.port, made: Deno.cwd(), interrupt: interruption.pending });
  Deno.chdir(new URL(options.folder));
  // Ctrl-C in a terminal reaches all of its processes; the relay takes it for all.
  Deno.addSignalListener("SIGINT", () => {});
  showUncaught();
  nameCode();
  deferTimers();
  await link.connect();
}
