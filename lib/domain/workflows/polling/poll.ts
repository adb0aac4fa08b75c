import type { Caller } from "@/lib/core/caller";
import { AppError, ERRORS } from "@/lib/core/errors";
import { ask, type Fetch } from "@/lib/domain/workflows/polling/ask";
import {
  type Poll,
  readPoll,
  storeFailure,
  storeFound,
} from "@/lib/domain/workflows/polling/store";
import { afterCommit, asTenant } from "@/lib/infra/db/as-tenant";
import { fromPostgres } from "@/lib/infra/db/errors";
import { nudgeRelay } from "@/lib/infra/events/relay";

const BACKOFF_MAX_S = 6 * 3600;

// The longer a source fails the more seldom it is asked; one that says how long is believed.
const nextTry = ({ everyS, failures }: Poll, { retryAfterS = 0 }: AppError, now: Date): Date => {
  const backoffS = Math.min(everyS * 2 ** Math.min(failures, 12), BACKOFF_MAX_S);
  return new Date(now.getTime() + Math.max(backoffS, everyS, retryAfterS) * 1000);
};

/** Items that the database will never take; what a retry mends is for the engine to retry. */
const unstorable = (error: unknown): AppError | undefined => {
  const known = fromPostgres(error);
  return known && !ERRORS[known.code].retry ? known : undefined;
};

/**
 * Asks a polling workflow's source once, for the holder of `lease`: starts a run for each new item and moves the poll on,
 * or notes what is wrong. `started` is undefined when the lease was over before.
 */
export const pollOnce = async (
  caller: Caller,
  { workflowId, lease }: { workflowId: string; lease: string },
  { fetch, now }: { fetch: Fetch; now: () => Date },
): Promise<{ started?: number; problem?: string }> => {
  const given = { workflowId, lease };
  const poll = await asTenant(caller, (tx) => readPoll(tx, given));
  if (!poll) return {};
  try {
    const found = await ask(poll.trigger, poll, { fetch, now: now() });
    return await asTenant(caller, async (tx) => {
      const started = await storeFound(tx, given, found, now());
      afterCommit(nudgeRelay);
      return started === undefined ? {} : { started };
    });
  } catch (error) {
    const known = error instanceof AppError ? error : unstorable(error);
    if (!known) throw error;
    const { code, message } = known;
    const at = now();
    const problem = { code, message };
    const nextAt = nextTry(poll, known, at);
    await asTenant(caller, (tx) => storeFailure(tx, given, { problem, nextAt, now: at }));
    return { problem: code };
  }
};
