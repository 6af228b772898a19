/** What time it is, and what happens later. Tests have one of their own. */
export interface Clock {
  /** In milliseconds, from some moment. */
  readonly now: () => number;
  /** Calls a function after so many milliseconds, unless what is returned is called before. */
  readonly after: (milliseconds: number, call: () => void) => () => void;
}

/** The time of the computer. */
export const CLOCK: Clock = {
  now: () => performance.now(),
  after: (milliseconds, call) => {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};
