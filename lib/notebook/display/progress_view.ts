import { CLOCK, type Clock } from "./clock.ts";
import { type LiveOptions, LiveView } from "./live_view.ts";
import { ended, type ProgressState, underway } from "./progress_bundle.ts";

/** Options of {@linkcode ProgressView}. */
export interface ProgressViewOptions extends LiveOptions {
  /** What is done (default "progress"). */
  readonly label?: string;
}

/** How far it is now. */
export type ProgressNow = Omit<ProgressState, "label" | "seconds">;

/** A bar with its counts, the time that is left and the latest words, for work that is not a loop over items. */
export class ProgressView {
  readonly #view: LiveView;
  readonly #clock: Clock;
  readonly #label: string;
  readonly #start: number;

  /** Begins to count the time; nothing is shown yet. */
  constructor({ label = "progress", ...options }: ProgressViewOptions = {}) {
    this.#view = new LiveView(options);
    this.#clock = options.clock ?? CLOCK;
    this.#label = label;
    this.#start = this.#clock.now();
  }

  #state(now: ProgressNow): ProgressState {
    return { ...now, label: this.#label, seconds: (this.#clock.now() - this.#start) / 1000 };
  }

  /** Shows how far it is; resolves when all that is due has been sent. */
  show(now: ProgressNow): Promise<void> {
    return this.#view.show(() => underway(this.#state(now)));
  }

  /**
   * Shows how it ended, as a line.
   *
   * @param isDone whether it came to its end, and was not stopped.
   */
  end(now: ProgressNow, isDone: boolean): Promise<void> {
    return this.#view.end(() => ended(this.#state(now), isDone));
  }
}
