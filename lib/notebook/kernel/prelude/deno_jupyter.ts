import { type MediaBundle } from "../../protocol/message.ts";

/** What goes with the content of a message. */
export interface BroadcastExtras {
  /** Default: empty. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Default: none. */
  readonly buffers?: readonly Uint8Array[];
}

/** How a value is displayed. */
export interface DisplayOptions {
  /** Whether the value is a bundle already. Default: no. */
  readonly raw?: boolean;
  /** Whether an earlier display changes. Default: no. */
  readonly update?: boolean;
  /** Names the display. Default: it has no name. */
  readonly display_id?: string;
}

/** `Deno.jupyter`, the part that is used here; it may be changed. */
export interface DenoJupyter {
  /** Publishes a message. */
  broadcast: (
    type: string,
    content: Readonly<Record<string, unknown>>,
    extras?: BroadcastExtras,
  ) => Promise<void>;
  /** Displays a value. */
  display: (value: unknown, options?: DisplayOptions) => Promise<void>;
  /** A value as it is displayed. */
  readonly format: (value: unknown) => Promise<MediaBundle>;
}

/** `Deno.jupyter`; to be called in a kernel only. */
export const denoJupyter = (): DenoJupyter => (Deno as unknown as { readonly jupyter: DenoJupyter }).jupyter;
