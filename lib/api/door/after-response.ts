import { after } from "next/server";

/** Where a platform that freezes processes leaves what keeps them alive; Next's `after` itself looks there. */
const PLATFORM = Symbol.for("@next/request-context");

/** What was started in this process and is not over; the server that ends waits for it (`lib/local/app/main.ts`). */
const home = globalThis as typeof globalThis & { stewardBackground?: Set<Promise<unknown>> };

const start = (work: () => Promise<unknown>): void => {
  home.stewardBackground ??= new Set();
  const all = home.stewardBackground;
  const one = work()
    .catch(() => undefined)
    .finally(() => all.delete(one));
  all.add(one);
};

/**
 * Starts `work` when the answer is out and keeps the process alive for it. A process of our own lives on anyway: there it
 * starts at once, because to find out that no Next request is under way costs `after` a thrown error.
 */
export const afterResponse = (work: () => Promise<unknown>): void => {
  try {
    if (PLATFORM in globalThis) after(work);
    else start(work);
  } catch {
    // Outside of a request.
    start(work);
  }
};
