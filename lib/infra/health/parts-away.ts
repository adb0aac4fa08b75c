import { sql } from "kysely";
import { env } from "@/lib/core/env";
import { pool } from "@/lib/infra/db/client";

const BUDGET_MS = 1000;
/** Probes that come together share one look. */
const FRESH_MS = 1000;

const ENGINE_CLOUD = "https://inn.gs";

const isUp = async (url: string) => {
  const { SUPABASE_PUBLISHABLE_KEY } = env();
  const response = await fetch(url, {
    headers: url.includes("/auth/v1/") ? { apikey: SUPABASE_PUBLISHABLE_KEY } : {},
    redirect: "manual",
    signal: AbortSignal.timeout(BUDGET_MS),
  });
  await response.body?.cancel();
  if (response.status >= 500) throw new Error(`answered ${response.status}`);
};

const inTime = async (work: Promise<unknown>) => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("late")), BUDGET_MS);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
};

const PARTS: Record<string, () => Promise<unknown>> = {
  database: () => inTime(sql`select 1`.execute(pool())),
  engine: () => isUp(`${env().INNGEST_BASE_URL ?? ENGINE_CLOUD}/health`),
  gateway: () => isUp(`${env().SUPABASE_URL}/auth/v1/health`),
};

const look = async (): Promise<string[]> => {
  const names = Object.keys(PARTS);
  const results = await Promise.allSettled(Object.values(PARTS).map((probe) => probe()));
  return names.filter((_, index) => results[index]?.status === "rejected");
};

let last: { atMs: number; parts: Promise<string[]> } | undefined;

/** Which of database, engine and gateway do not answer within a second; at most one look a second. */
export const partsAway = (nowMs = Date.now()): Promise<string[]> => {
  // A clock that was put back must not make a look last until it has caught up.
  if (!last || Math.abs(nowMs - last.atMs) > FRESH_MS) last = { atMs: nowMs, parts: look() };
  return last.parts;
};
