import { CLOCK, type Clock } from "./clock.ts";
import { type MimeBundle } from "./displayable.ts";
import { type KernelOutput, type LivePlace } from "./output.ts";
import { outputHere } from "./output_here.ts";

/** Where a live display is shown. */
export interface LiveOptions {
  /** Default: the notebook, or standard error outside of Jupyter. */
  readonly output?: KernelOutput;
  /** Default: the computer's. */
  readonly clock?: Clock;
}

/** Makes what is to be shown, when its turn comes. */
export type Draw = () => MimeBundle | Promise<MimeBundle>;

/**
 * A display that changes in its place, however often one likes: it is drawn and sent no more often than the output
 * takes it, what comes too early waits for its time unless something newer replaces it, and the last is always shown.
 */
export class LiveView {
  readonly #interval: number;
  readonly #place: LivePlace;
  readonly #clock: Clock;
  #last = -Infinity;
  #waiting: Draw | undefined;
  #cancel: (() => void) | undefined;
  #sent: Promise<void> = Promise.resolve();

  /** Nothing is shown yet. */
  constructor({ output = outputHere(), clock = CLOCK }: LiveOptions = {}) {
    this.#interval = output.interval;
    this.#place = output.open();
    this.#clock = clock;
  }

  /** Shows something now or soon; resolves when all that is due has been sent. */
  show(draw: Draw): Promise<void> {
    this.#waiting = draw;
    const wait = this.#last + this.#interval - this.#clock.now();
    if (wait <= 0) this.#send();
    else this.#cancel ??= this.#clock.after(wait, () => this.#send());
    return this.#sent;
  }

  /** Shows the last, at once. */
  async end(draw: Draw): Promise<void> {
    this.#stopWaiting();
    await this.#sent;
    await this.#place.put(await draw(), true);
  }

  #stopWaiting(): void {
    this.#cancel?.();
    [this.#cancel, this.#waiting] = [undefined, undefined];
  }

  #send(): void {
    const draw = this.#waiting;
    this.#stopWaiting();
    if (!draw) return;
    this.#last = this.#clock.now();
    this.#sent = this.#sent.then(async () => this.#place.put(await draw(), false));
    // Whoever shows something next, or the end, is told.
    this.#sent.catch(() => {});
  }
}
