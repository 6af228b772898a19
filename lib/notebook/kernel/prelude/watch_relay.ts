/**
 * A worker that kills its process when the relay is gone: also where a cell holds the main thread.
 * Its name is the port of the relay.
 */
import { connectRelay } from "./connect_relay.ts";

const { closed } = await connectRelay(Number(self.name), "watch");
await closed;
Deno.kill(Deno.pid, "SIGKILL");
