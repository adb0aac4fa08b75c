import { after } from "next/server";

/** Where a platform that freezes processes leaves what keeps them alive; Next's `after` itself looks there. */
const PLATFORM = Symbol.for("@next/request-context");

/**
 * Starts `work` when the answer is out and keeps the process alive for it. A process of our own lives on anyway: there it
 * starts at once, because to find out that no Next request is under way costs `after` a thrown error.
 */
export const afterResponse = (work: () => Promise<unknown>): void => {
  try {
    if (PLATFORM in globalThis) after(work);
    else work().catch(() => undefined);
  } catch {
    // Outside of a request.
    work().catch(() => undefined);
  }
};
