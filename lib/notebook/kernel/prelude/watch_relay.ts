/**
 * A worker that kills its process when the relay is gone, also where a cell holds the main thread, and removes
 * the folder that the relay has made for it.
 */
import { connectRelay } from "./connect_relay.ts";
import { type WatchOptions } from "./wire.ts";

const { port, made }: WatchOptions = JSON.parse(self.name);
const nothing = (): void => {};
await connectRelay(port, "watch").then(({ closed }) => closed).catch(nothing);
await Deno.remove(made, { recursive: true }).catch(nothing);
Deno.kill(Deno.pid, "SIGKILL");
