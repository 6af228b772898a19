/** The name under which Jupyter's kernels look for how a value shows itself. */
export const DISPLAY: unique symbol = Symbol.for("Jupyter.display");

/** One thing in the forms that are made here, by their MIME types; a front end shows the richest that it may. */
export interface MimeBundle {
  /** For terminals, logs and whoever shows nothing else. */
  readonly "text/plain": string;
  /** Static HTML; texts in it are escaped. */
  readonly "text/html"?: string;
  /** The text of an SVG file. */
  readonly "image/svg+xml"?: string;
  /** A PNG file in base 64, which front ends show of notebooks that are not trusted too. */
  readonly "image/png"?: string;
}

/** A value that shows itself as the last expression of a cell. */
export interface Displayable {
  /** Makes the forms in which it is shown. */
  readonly [DISPLAY]: () => MimeBundle | Promise<MimeBundle>;
}

/** A value that shows itself as `bundle`. */
export const displayable = (bundle: Displayable[typeof DISPLAY]): Displayable => ({ [DISPLAY]: bundle });

/** Whether a value says how it is shown. */
export const isDisplayable = (value: unknown): value is Displayable =>
  typeof value === "object" && value !== null && DISPLAY in value && typeof value[DISPLAY] === "function";
