import { type MediaBundle } from "../protocol/message.ts";
import { type Output } from "./output.ts";

/** What a cell says of itself beside its content. */
export interface CellMetadata {
  /** Words by which programs find it. */
  readonly tags?: readonly string[] | undefined;
  /** What our own programs know of the cell. */
  readonly stabledrag?: {
    /** Seconds that a code cell may take; default 300. */
    readonly seconds?: number | undefined;
    /** Values for the variables of the cell tagged "parameters", with which tests run the notebook. */
    readonly small?: Readonly<Record<string, unknown>> | undefined;
  } | undefined;
  /** What others say. */
  readonly [key: string]: unknown;
}

/** Code and what it put out. */
export interface CodeCell {
  /** Tells the kinds apart. */
  readonly cell_type: "code";
  /** 1 to 64 letters, digits, `-` and `_`, unique in the notebook; undefined before format 4.5. */
  readonly id?: string | undefined;
  /** See there. */
  readonly metadata: CellMetadata;
  /** The code. */
  readonly source: string;
  /** Number of its last execution. */
  readonly execution_count: number | null;
  /** Its outputs, in order. */
  readonly outputs: readonly Output[];
}

/** Text. */
export interface TextCell {
  /** Tells the kinds apart. */
  readonly cell_type: "markdown" | "raw";
  /** As of {@linkcode CodeCell}. */
  readonly id?: string | undefined;
  /** See there. */
  readonly metadata: CellMetadata;
  /** The text. */
  readonly source: string;
  /** Pictures that the text shows, by name. */
  readonly attachments?: Readonly<Record<string, MediaBundle>> | undefined;
}

/** A Jupyter notebook of format 4; texts are whole, not in lines. */
export interface Notebook {
  /** Such as which kernel it wants. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Major version of the format. */
  readonly nbformat: 4;
  /** Minor version, 0 to 5. */
  readonly nbformat_minor: number;
  /** Its content, from the top down. */
  readonly cells: readonly (CodeCell | TextCell)[];
}

/** Whether a cell bears a tag. */
export const hasTag = ({ metadata }: CodeCell | TextCell, tag: string): boolean =>
  metadata.tags?.includes(tag) ?? false;
