/** Shows on standard error how far a command's work is. Dispose it when that ends or fails. */
export interface CommandProgress<P> extends Disposable {
  /** Shows what was just done, or is there already. */
  readonly show: (progress: P) => void;
}
