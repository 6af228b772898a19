/** Key of a note in place of a large content: `{ [DEFERRED]: id }`; the content comes by the other way. */
export const DEFERRED = "application/vnd.stabledrag.deferred";

/** Type of the message that follows all other output of a cell; its content is `{ id }`. */
export const SETTLED = "stabledrag_settled";

/** How the code of cells reaches the relay. */
export interface PreludeOptions {
  /** Port of 127.0.0.1 on which the relay listens. */
  readonly port: number;
  /** Key of the messages there. */
  readonly key: string;
  /** URL of the notebook's folder, ending in a slash. */
  readonly folder: string;
}

/** What the worker needs that watches the relay. */
export interface RelayWatchOptions {
  /** Port of 127.0.0.1 on which the relay listens. */
  readonly port: number;
  /** Folder to remove when the relay is gone. */
  readonly made: string;
  /** Shared with the thread of the cells: where the number of an interrupt goes, which comes as text. */
  readonly interrupt: Int32Array;
}

/** What a connection to the relay is for: the messages, or to see it end and interrupt. */
export type Purpose = "messages" | "watch";
