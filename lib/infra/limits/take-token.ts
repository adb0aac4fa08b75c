import { sql } from "kysely";
import { asSystem } from "@/lib/infra/db/as-system";

/** `perSecond` tokens flow in, up to `burst`. */
export type Policy = { name: string; perSecond: number; burst: number };

export type Decision = {
  allowed: boolean;
  /** Whole tokens left. */
  remaining: number;
  /** Seconds until a refused request makes sense again; 0 when allowed. */
  retryAfterS: number;
};

/** Takes one token of `key`'s bucket under `policy`, in one statement, so that any number of processes share it. */
export const takeToken = async (policy: Policy, key: string): Promise<Decision> => {
  const { rows } = await sql<{ allowed: boolean; remaining: number; retryAfterS: number }>`
    select allowed, remaining, retry_after_s
    from app.take_token(${`${policy.name}:${key}`}, ${policy.perSecond}::float8, ${policy.burst}::float8)`.execute(
    asSystem("buckets belong to no tenant"),
  );
  const row = rows[0];
  if (!row) throw new Error("app.take_token returned no row");
  return {
    allowed: row.allowed,
    remaining: Math.max(0, Math.floor(row.remaining)),
    retryAfterS: row.allowed ? 0 : Math.max(1, Math.ceil(row.retryAfterS)),
  };
};

/** `RateLimit-Policy` and `RateLimit` of a decision (IETF httpapi draft of September 2025). */
export const rateLimitHeaders = (
  { name, perSecond, burst }: Policy,
  { allowed, remaining, retryAfterS }: Decision,
): [string, string][] => {
  const full = Math.ceil((burst - remaining) / perSecond);
  return [
    ["ratelimit-policy", `"${name}";q=${burst};w=${Math.max(1, Math.ceil(burst / perSecond))}`],
    ["ratelimit", `"${name}";r=${remaining};t=${allowed ? full : retryAfterS}`],
  ];
};
