/**
 * A worker that does what cannot wait for the thread of the cells: it tells of interrupts, and when the relay is
 * gone it kills the process, and removes the folder that the relay has made for it.
 */
import { connectRelay } from "./connect_relay.ts";
import { type RelayWatchOptions } from "./wire.ts";

async function watch({ port, interrupt }: RelayWatchOptions): Promise<void> {
  const { messages } = await connectRelay(port, "watch");
  for await (const [number] of messages) interrupt[0] = Number(new TextDecoder().decode(number));
}

self.onmessage = async ({ data }: MessageEvent<RelayWatchOptions>): Promise<void> => {
  const nothing = (): void => {};
  await watch(data).catch(nothing);
  await Deno.remove(data.made, { recursive: true }).catch(nothing);
  Deno.kill(Deno.pid, "SIGKILL");
};
