import { after } from "next/server";

/** Starts `work` when the answer is out and keeps the process alive for it; at once where there is no Next request. */
export const afterResponse = (work: () => Promise<unknown>): void => {
  try {
    after(work);
  } catch {
    work().catch(() => undefined);
  }
};
