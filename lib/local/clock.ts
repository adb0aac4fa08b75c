type Options = { appUrl: string; cronSecret: string; everyMs?: number };

/**
 * Calls the app's watchdog, as Vercel's cron does in production: a clock in the supervisor's process, which does not
 * stand still when the engine does. What cannot be reached now is called again with the next beat.
 */
export const startClock = ({ appUrl, cronSecret, everyMs = 30_000 }: Options): (() => void) => {
  const beat = async () => {
    const answer = await fetch(`${appUrl}/api/cron/watch`, {
      headers: { authorization: `Bearer ${cronSecret}` },
      signal: AbortSignal.timeout(everyMs),
    });
    await answer.body?.cancel();
  };
  const timer = setInterval(() => void beat().catch(() => undefined), everyMs);
  timer.unref();
  return () => clearInterval(timer);
};
