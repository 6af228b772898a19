/** Name of the global that rewritten code calls; see {@linkcode CellHelpers}. */
export const HELPERS = "__stabledrag";

/** What rewritten code calls. */
export interface CellHelpers {
  /** The value, or a rejection when the kernel is interrupted before. */
  wait<T>(value: T | PromiseLike<T>): Promise<T>;
  /** The elements; an interrupt ends the iteration with a rejection. */
  each<T>(elements: AsyncIterable<T> | Iterable<T | PromiseLike<T>>): AsyncIterable<T>;
  /** Its one element is not 0 where an interrupt may be pending, which loops look for: they must not get slow. */
  readonly pending: Int32Array;
  /** Throws where an interrupt is pending. */
  check(): void;
  /** What a specifier that starts from the notebook's folder stands for; others stay. */
  resolve(specifier: unknown): unknown;
  /** The result of a cell, ready to be shown. */
  result(value: unknown): unknown;
}

/** Whether a specifier starts from the folder of whoever imports, or from the root. */
export const isRelative = (specifier: string): boolean => /^\.{0,2}\//.test(specifier);
