import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";

/** The person behind a caller. Throws forbidden for keys and workers, who have no inbox. */
export const personIn = (caller: Caller): string => {
  if (caller.kind === "user") return caller.userId;
  throw new AppError("forbidden", "Notifications belong to people; sign in to see yours.");
};
