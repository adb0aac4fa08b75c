import { cron } from "inngest";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { inngest } from "@/lib/infra/events/client";

const TIMEOUT_MS = 25_000;

const callAggregator = async (): Promise<{ written: number }> => {
  const { SUPABASE_URL, SUPABASE_SECRET_KEY } = env();
  const response = await fetch(`${SUPABASE_URL}/functions/v1/metrics-aggregator`, {
    method: "POST",
    headers: { authorization: `Bearer ${SUPABASE_SECRET_KEY}`, apikey: SUPABASE_SECRET_KEY },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new AppError("unavailable", `metrics-aggregator answered ${response.status}.`);
  }
  return (await response.json()) as { written: number };
};

/** Rolls finished runs and answered requests up, once a minute; a missed minute is made up for by the next. */
export const rollUpMetrics = inngest.createFunction(
  {
    id: "platform-roll-up-metrics",
    triggers: [cron("* * * * *")],
    concurrency: { limit: 1 },
    retries: 1,
  },
  ({ step }) => step.run("call the aggregator", callAggregator),
);
