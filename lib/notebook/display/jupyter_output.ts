import { type MimeBundle } from "./displayable.ts";
import { type KernelOutput, type LivePlace } from "./output.ts";

/** Sends a message of a type to all front ends, as `Deno.jupyter.broadcast` does. */
export type Broadcast = (type: string, content: Record<string, unknown>) => Promise<void>;

/** Five updates a second: more would only make front ends slow. */
const INTERVAL = 200;

const contentOf = (data: MimeBundle, id?: string): Record<string, unknown> => ({
  data,
  metadata: {},
  transient: id === undefined ? {} : { display_id: id },
});

function placeOf(broadcast: Broadcast): LivePlace {
  const id = crypto.randomUUID();
  let isThere = false;
  return {
    put: async (bundle) => {
      const type = isThere ? "update_display_data" : "display_data";
      isThere = true;
      await broadcast(type, contentOf(bundle, id));
    },
  };
}

/** Displays in Jupyter's front ends; what changes does so in place, by its display id. */
export const jupyterOutput = (broadcast: Broadcast): KernelOutput => ({
  interval: INTERVAL,
  show: (bundle) => broadcast("display_data", contentOf(bundle)),
  open: () => placeOf(broadcast),
});
