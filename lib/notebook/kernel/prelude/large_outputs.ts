import { type MediaBundle } from "../../protocol/message.ts";
import { type BroadcastExtras, type DenoJupyter, type DisplayOptions } from "./deno_jupyter.ts";
import { DEFERRED } from "./wire.ts";

/** What is larger than so many bytes goes another way. Our choice. */
const LARGE = 2 ** 18;

/** Carries a content and what goes with it under a name. */
export type Carry = (id: string, content: Readonly<Record<string, unknown>>, extras: BroadcastExtras) => void;

const sizeOf = (content: unknown, buffers: readonly Uint8Array[] = []): number =>
  buffers.reduce((sum, { byteLength }) => sum + byteLength, JSON.stringify(content).length);

/**
 * Lets large outputs go by `carry`, a note in their place: the kernel of Deno 2.9.6 spoils its connection, and
 * hangs, where it publishes some 10 MB at the end of a cell (two of its writes mix).
 *
 * @returns makes of a cell's result what the kernel shows in its place.
 */
export function divertLargeOutputs(jupyter: DenoJupyter, carry: Carry): (value: unknown) => unknown {
  const { broadcast, format } = jupyter;
  const divert = (content: Readonly<Record<string, unknown>>, extras: BroadcastExtras): MediaBundle => {
    const id = crypto.randomUUID();
    carry(id, content, extras);
    return { [DEFERRED]: id };
  };
  jupyter.broadcast = async (type, content, extras = {}): Promise<void> => {
    if (sizeOf(content, extras.buffers) <= LARGE) return await broadcast(type, content, extras);
    await broadcast(type, divert(content, extras));
  };
  jupyter.display = async (value, { raw, update, display_id }: DisplayOptions = {}): Promise<void> => {
    const isBundle = raw && typeof value === "object" && value !== null && !Array.isArray(value);
    const data = isBundle ? value : await format(value);
    const transient = display_id === undefined ? {} : { display_id };
    const type = update ? "update_display_data" : "display_data";
    await jupyter.broadcast(type, { data, metadata: {}, transient });
  };
  return (value) =>
    value === undefined ? undefined : {
      [Symbol.for("Jupyter.display")]: async (): Promise<MediaBundle> => {
        const data = await format(value);
        return sizeOf(data) > LARGE ? divert(data, {}) : data;
      },
    };
}
