import { type Clock } from "../../../lib/notebook/display/clock.ts";
import { type MimeBundle } from "../../../lib/notebook/display/displayable.ts";
import { type KernelOutput } from "../../../lib/notebook/display/output.ts";

/** A bundle that was shown: in which place (−1: one that stays), when, and whether it was the place's last. */
export interface Shown {
  readonly place: number;
  readonly at: number;
  readonly isLast: boolean;
  readonly bundle: MimeBundle;
}

/** A clock that goes on only when it is told to. */
export class FakeClock implements Clock {
  #now = 0;
  #later: { readonly at: number; readonly call: () => void }[] = [];

  readonly now = (): number => this.#now;

  readonly after = (milliseconds: number, call: () => void): () => void => {
    const later = { at: this.#now + milliseconds, call };
    this.#later.push(later);
    return () => {
      this.#later = this.#later.filter((each) => each !== later);
    };
  };

  /** How many calls are waiting. */
  get waiting(): number {
    return this.#later.length;
  }

  /** Lets so much time pass. */
  pass(milliseconds: number): void {
    this.#now += milliseconds;
    const due = this.#later.filter(({ at }) => at <= this.#now);
    this.#later = this.#later.filter(({ at }) => at > this.#now);
    due.forEach(({ call }) => call());
  }
}

/** Keeps what is shown. */
export class FakeOutput implements KernelOutput {
  readonly interval = 200;
  readonly shown: Shown[] = [];
  readonly clock = new FakeClock();
  #places = 0;

  readonly show: KernelOutput["show"] = (bundle) => this.#add(-1, bundle, true);

  readonly open: KernelOutput["open"] = () => {
    const place = this.#places++;
    return { put: (bundle, isLast) => this.#add(place, bundle, isLast) };
  };

  #add(place: number, bundle: MimeBundle, isLast: boolean): Promise<void> {
    this.shown.push({ place, at: this.clock.now(), isLast, bundle });
    return Promise.resolve();
  }

  /** The texts that were shown. */
  get texts(): string[] {
    return this.shown.map(({ bundle }) => bundle["text/plain"]);
  }
}
