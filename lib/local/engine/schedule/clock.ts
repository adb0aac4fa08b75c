/** Where the engine gets its time from. Tests hand in one they can turn. */
export type Clock = {
  /** Unix milliseconds. */
  now: () => number;
  /** Calls `fire` after `delayMs`; the answer cancels it. */
  after: (delayMs: number, fire: () => void) => () => void;
};

/** The machine's own clock. */
export const systemClock: Clock = {
  now: Date.now,
  after: (delayMs, fire) => {
    const timer = setTimeout(fire, delayMs);
    return () => clearTimeout(timer);
  },
};
