import cliProgress from "cli-progress";

/** A bar on the terminal's standard error. It stays there when it is disposed. */
export interface Bar extends Disposable {
  /** Shows how much of the total is done, and words beside it. */
  readonly update: (done: number, state: string) => void;
}

/** The part of cli-progress's bar that is used here; the package has no types. */
interface SingleBar {
  start(total: number, value: number, payload: object): void;
  update(value: number, payload: object): void;
  stop(): void;
}

/**
 * Opens a bar.
 *
 * @param label what stands before it.
 * @param unit what is counted, to stand behind the numbers (default nothing).
 */
export function openBar(label: string, total: number, done: number, state: string, unit = ""): Bar {
  const format = `${label} [{bar}] {value}/{total}${unit} {state}`;
  const bar: SingleBar = new cliProgress.SingleBar(
    { format, hideCursor: true },
    cliProgress.Presets.shades_classic,
  );
  bar.start(total, done, { state });
  return {
    update: (value, words) => bar.update(value, { state: words }),
    [Symbol.dispose]: () => bar.stop(),
  };
}
