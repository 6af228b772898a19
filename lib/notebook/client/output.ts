import { type MediaBundle } from "../protocol/message.ts";

/** What a cell wrote to standard output or standard error. */
export interface StreamOutput {
  /** Tells the kinds apart. */
  readonly output_type: "stream";
  /** Which stream. */
  readonly name: "stdout" | "stderr";
  /** All that was written without other outputs in between. */
  text: string;
}

/** What a cell displayed, or its last value; an update replaces what it shows. */
export interface DisplayOutput {
  /** Tells the kinds apart. */
  readonly output_type: "display_data";
  /** What it shows. */
  data: MediaBundle;
  /** How. */
  metadata: MediaBundle;
}

/** The value of a cell. */
export interface ResultOutput {
  /** Tells the kinds apart. */
  readonly output_type: "execute_result";
  /** What it shows. */
  data: MediaBundle;
  /** How. */
  metadata: MediaBundle;
  /** Number of the execution. */
  readonly execution_count: number | null;
}

/** What stopped a cell. */
export interface ErrorOutput {
  /** Tells the kinds apart. */
  readonly output_type: "error";
  /** Name of the error. */
  readonly ename: string;
  /** Its message. */
  readonly evalue: string;
  /** The message with its stack, line by line. */
  readonly traceback: readonly string[];
}

/** An output of a cell as notebooks hold it (nbformat 4). */
export type Output = StreamOutput | DisplayOutput | ResultOutput | ErrorOutput;
