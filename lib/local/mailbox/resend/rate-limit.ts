/** Answers one request: may it pass, and which headers tell the caller how it stands. */
export type RateLimit = () => { allowed: boolean; headers: Record<string, string> };

/** A token bucket of `perS` requests that refills evenly. Header names and units (seconds) are Resend's. */
export const createRateLimit = (perS: number, nowMs: () => number): RateLimit => {
  let tokens = perS;
  let refilledMs = nowMs();
  return () => {
    const now = nowMs();
    tokens = Math.min(perS, tokens + (Math.max(0, now - refilledMs) / 1000) * perS);
    refilledMs = now;
    const allowed = tokens >= 1;
    if (allowed) tokens -= 1;
    const headers = {
      "ratelimit-limit": String(perS),
      "ratelimit-remaining": String(Math.floor(tokens)),
      "ratelimit-reset": String(Math.max(1, Math.ceil((perS - tokens) / perS))),
    };
    if (allowed) return { allowed, headers };
    return {
      allowed,
      headers: { ...headers, "retry-after": String(Math.ceil((1 - tokens) / perS)) },
    };
  };
};
